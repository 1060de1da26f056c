import { baseEn } from './base.en.ts';
import { logEn, panelEn } from './panel.en.ts';
import { actEn } from './act.en.ts';
import { dealEn, stockEn } from './deal.en.ts';
import { doorsEn } from './doors.en.ts';
import type { DeskMessages } from './zh-CN.ts';

export const en: DeskMessages = {
  ...baseEn,
  shows: {
    openItems: 'nothing left open by earlier reviews | {n} action item left open by earlier reviews | {n} action items left open by earlier reviews',
    title: 'Shows', new: 'New show', empty: 'No shows yet', emptyLead: 'Create one, paste your product sheet, and go live.', host: 'Host', noHost: 'No host yet', start: 'Start', noStart: 'No time set',
    target: 'Target', gmv: 'GMV', viewers: 'Viewers', online: 'Online', listings: '{n} listing | {n} listings', own: 'Own sales', platform: 'Platform', open: 'Open the desk', search: 'Show or host',
    groups: { live: 'Live', rehearsal: 'Rehearsal', planned: 'Planned', ended: 'Ended' }, startedAgo: 'on air {t}', lasted: 'ran {t}', planned: 'starts {t}', minutes: '{n} min', recorded: 'Recording', recordedTitle: 'Only its recording is here: review and playback',
    bring: {
      open: 'Import a recording', lead: 'Choose a recording downloaded from a review. Every file in it is checked; it is imported whole or not at all.', drop: 'Drop {file} here, or choose a file', choose: 'Choose a file', again: 'Choose another file', sending: 'Uploading {percent}', checking: 'Checking…',
      wrong: {
        notRecording: 'This is not a recording: choose a .changkong.tar downloaded from a review', truncated: 'The file is not whole: download the recording again, and import all of it', changed: '{file} was damaged on its way: download the recording again', newer: 'This file comes from a later version: update this server, then import it',
        unreadable: 'The recording is not of the show that the file names: download it again where it comes from', diskFull: 'The disk is full, and nothing was kept: make room in DATA_DIR, then import it again', exists: 'Show {id} is here already and is not written over: if it is the same one, nothing is left to do; otherwise delete that one first',
        elsewhere: 'Recordings are kept in another DATA_DIR: import on a server that shares it', busy: 'Another recording is being imported: try again once it is done', tooLarge: 'A recording of more than 32 GB cannot be imported', lost: 'The upload broke off, and nothing was kept: check the network and try again',
      },
    },
  },
  create: {
    title: 'New show', basics: 'Basics', name: 'Title', namePlaceholder: 'e.g. Double 11 beauty night', host: 'Host', channel: 'Sales', own: 'Own shop', ownHint: 'Stock and prices are carried out here',
    platform: 'Platform cart', platformHint: 'The platform carries out prices and deals; this desk prompts and waits for confirmation', startsAt: 'Planned start', length: 'Planned length', minutes: 'min', currency: 'Currency', target: 'GMV target', copy: 'Copy an earlier show', copyNone: 'Start from nothing',
    copyHint: 'Brings its listings, run of show and settings', catalogue: 'Listings', run: 'Run of show', submit: 'Create show', submitting: 'Creating', summary: 'Listings {listings} · segments {segments} · {minutes} min', needTitle: 'Give the show a title',
    badTarget: 'Not an amount: write 2000000 or 1999.90', badMinutes: 'Between 1 and 1,440 minutes',
  },
  catalogue: {
    lead: 'Paste straight from a spreadsheet, or choose a CSV file. The first row is the header.', file: 'Choose a CSV file', paste: 'number\ttitle\tsku\tvariant\tprice\tlist price\tstock\n1\tAmino cleanser 120g\tJM-120\t120g\t89\t129\t2140', template: 'Download a template', clear: 'Clear',
    columns: 'Headers: number, title, sku, variant, price, list price, floor price, stock, offer, gifts, tag', good: 'Ready: listings {listings}, SKUs {skus}', bad: '{n} row skipped | {n} rows skipped', line: 'Row {line}', encoding: 'Encoding {name}', unreadable: 'Cannot read this file: {name}',
    mapped: 'Recognised', ignored: 'Ignored columns', number: 'Number', title: 'Title', sku: 'SKU', variant: 'Variant', price: 'Price', listPrice: 'List price', floorPrice: 'Floor price', stock: 'Stock', offer: 'Offer', gifts: 'Gifts', tag: 'Tag',
    problem: {
      noHeader: 'No header recognised: at least title, price and SKU are needed', ragged: 'Cells in this row: {got}, in the header: {want}', quote: 'A quote is not closed', missing: '{column} is missing', money: '{column} “{value}” is not an amount', whole: '{column} “{value}” is not a whole number',
      tag: 'Tag “{value}” must be traffic, profit or image', duplicateSku: 'SKU “{value}” is there twice', numberTaken: 'Number {value} belongs to another listing', floorAbove: 'The floor price is above the price', tooMany: 'At most 1,000 listings at once', tooLong: '{column} is too long',
    },
  },
  desk: {
    status: { live: 'LIVE', paused: 'PAUSED', planned: 'NOT STARTED', ended: 'ENDED' }, demo: 'DEMO', rehearsal: 'REHEARSAL', back: 'Shows', host: 'Host {name}', shift: 'shift {n}', segment: 'Segment', over: 'over {t}', left: '{t} left', then: 'then {title}',
    startsIn: 'starts in {t}', late: '{t} past plan', peopleHere: 'Here now', screensHere: 'screens: {n}', moreHere: 'and {n} more',
    start: 'Go live', end: 'End', endTitle: 'End this broadcast?', endLead: 'Orders after this no longer count, and it cannot be undone. Type {word} to confirm.', endWord: 'END', endConfirm: 'End the broadcast', endType: 'Type “{word}”',
    run: 'Run of show', find: 'Number, name, SKU', found: '{n} / {all}', noMatch: 'No listing matches', noListings: 'No listings in this show yet', onAir: 'ON AIR', next: 'Next', taken: 'aired {n}×', shelved: 'Off shelf', opening: 'stock {n}', take: 'Put #{n} on air',
    tags: { traffic: 'Traffic', profit: 'Profit', image: 'Image' }, takeNext: 'Next #{n}', noNext: 'No next listing', takeThis: 'Switch to #{n}',
    synced: 'Synced', syncing: 'Syncing', screens: 'Synced · {n} screens', offline: 'Not connected', noAction: 'Nothing done yet', keys: 'Keyboard',
    link: { joining: 'Joining', reconnecting: 'Reconnecting · data is {age} old · commands are off', restarting: 'Server restarting, back in a moment · data is {age} old · commands are off', refusedTitle: 'This show cannot be opened', signInAgain: 'The session has ended: sign in again' },
    data: 'Data {age} old', dataNone: 'No data yet', toDate: 'Show {value}', pace: 'Target {target}', totalGmv: 'Show GMV', ofTarget: '{percent} of target', perMinute: '{value}/min', ordersN: '{n} order | {n} orders', needed: 'needs {value}/min',
  },
  window: { label: 'Window', show: 'Whole show', '5m': 'Last 5 min', onair: 'This listing' },
  metric: {
    pick: 'Change metric', picking: 'Metric for tile {n}', definition: 'Definition', formula: 'Formula', unit: 'Unit', dedupe: 'Counted once', window: 'Window', precision: 'Precision', age: 'Data age', numerator: 'Numerator', denominator: 'Denominator', approximate: 'Includes platform samples: an estimate', exact: 'Exact', full: 'In full',
    change: 'Change', changed: '{change}, last 5 min against the 5 before', noChange: 'Nothing to compare yet', stale: '{age} old', pickHint: 'Yours, kept on this machine', resetTiles: 'Defaults', shown: 'shown', open: '{name}, {value}, open the definition', search: 'Find a metric', none: 'No metric matches',
    units: { count: 'count', money: 'amount ({currency})', seconds: 'seconds', percent: 'percent', averageCount: 'average count', averageSeconds: 'average time', averageMoney: 'average amount ({currency})', multiple: 'times' }, groups: { audience: 'Audience', engagement: 'Engagement', commerce: 'Commerce' },
  },
  trend: { title: 'Trend', first: 'First line', second: 'Second line', span: 'Span', m15: '15 min', m60: '1 hour', all: 'Show', actions: 'Lines mark actions', gap: 'No data', none: 'Nothing to draw yet', perStep: '{t} a point', perMinute: '{name}/min', label: 'Trend of {first} and {second}' },
  funnel: { title: 'Funnel · people', steps: { impressionUsers: 'Reached', viewers: 'Entered', productImpressionUsers: 'Saw item', clickUsers: 'Clicked', buyers: 'Bought' }, longViewers: '≥60s', cartUsers: 'Cart', createdUsers: 'Ordered', rate: '{percent} of the step before' },
  table: { title: 'Listings', listing: 'Listing', columns: 'Columns', columnsTitle: 'Table columns', sortBy: 'Sort by {name}' },
  column: {
    productImpressions: 'Shown', productImpressionUsers: 'Shown to', productClicks: 'Clicks', clickUsers: 'Clickers', productCtr: 'CTR', productCtrUsers: 'CTR (people)', cartAdds: 'Adds', cartUnits: 'Cart items', cartUsers: 'Cart', ordersCreated: 'Ordered', createdAmount: 'Ordered amt', unpaidOrders: 'Unpaid', unpaidAmount: 'Unpaid amt', orders: 'Orders',
    buyers: 'Buyers', units: 'Items', gmv: 'GMV', gmvPerAirMinute: 'Air GMV', airSeconds: 'On air', airViewers: 'Air viewers', favourites: 'Favs', refunds: 'Refunds', refundAmount: 'Refunded', refundRate: 'Refund rate', clickToPayRate: 'Click→pay', ctor: 'CTOR', createToPayRate: 'Pay rate', spendPerBuyer: 'Per buyer', aov: 'AOV', netSales: 'Net sales',
  },
  panel: panelEn,
  feed: { none: 'No feed connected yet', noneLead: 'Send to POST /api/v1/shows/:id/events, or try npm run simulate.', ok: 'Healthy', stale: 'silent for {age}', events: '{n} event | {n} events', duplicates: '{n} repeat | {n} repeats', interval: 'every {t}', samples: 'sampled', gaps: '{n} gap | {n} gaps', gap: '{from} – {to}, {t}', last: '{age} ago' },
  log: logEn,
  keys: { title: 'Keyboard', hint: 'Off in text fields and while an input method composes' },
  act: actEn,
  deal: dealEn,
  stock: stockEn,
  doors: doorsEn,
};
