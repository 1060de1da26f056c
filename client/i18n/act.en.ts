import type { Messages } from './zh-CN.ts';

export const actEn: Messages['act'] = {
  command: {
    show: { edit: 'Change settings', rehearse: 'Rehearse', start: 'Go live', pause: 'Pause', resume: 'Resume', end: 'End', freeze: 'STOP', unfreeze: 'Lift the stop' },
    host: { change: 'Change host' },
    listing: { take: 'Take', add: 'Add listings', edit: 'Edit listing', price: 'Price', pin: 'Pin', unpin: 'Unpin', shelve: 'Off shelf', unshelve: 'On shelf', reorder: 'Reorder listings', explain: 'Pop up the card' },
    segment: { add: 'Add segment', edit: 'Edit segment', reorder: 'Reorder run', start: 'Start segment', skip: 'Skip segment' },
    rhythm: { set: 'Set reminder', done: 'Reminder done' },
    cue: { send: 'Cue', acknowledge: 'Cue received' },
    alert: { acknowledge: 'Note alert' },
    approval: { grant: 'Approve' },
    platform: { confirm: 'Platform done' },
    undo: 'Undo',
  },
  refusal: {
    staleOnAir: '{by} just switched to {onAir}: look, then press again', nothingOnAir: '{by} just changed what is on air: look, then press again', stale: '{by} just changed it: look, then press again', offShelf: 'Off the shelf: put it back first', unchanged: 'It is so already', planned: 'Not on air yet', live: 'On air already', paused: 'Paused', ended: 'Ended',
    red: 'The checklist has red items: give a reason to start', segmentDone: 'This segment has been run', idle: 'No segment is running', rehearsal: 'This is the rehearsal', numberTaken: 'Number {number} is taken', first: 'Nothing before it to go back to', cannotUndo: 'This cannot be undone', full: 'At most {limit}: remove one first', pinsFull: 'At most {limit} pinned: unpin one first',
    belowFloor: '{price} is below the floor {floor}: waits for a second person', frozen: 'Stopped: lift the stop first', ownApproval: 'Somebody else must approve your price',
  },
  toast: { sending: 'Sending', unknown: 'Outcome unknown, checking', lost: 'No answer came: look before you act', undo: 'Undo', close: 'Dismiss', label: 'What was just done' },
  rail: {
    waits: 'Platform', confirmed: 'Platform done', soldOut: 'Sold out', explaining: 'Card up', pinned: 'pinned', pin: 'Pin', unpin: 'Unpin', front: 'In front of viewers', nobody: 'Nothing', left: 'left {n}', chosen: 'Chosen #{n}', floor: 'floor {price}', edit: 'Edit', editKey: 'Edit (E)', priceKey: 'Price (C)', addKey: 'Add a listing (A)',
    shelve: 'Shelve', unshelve: 'Restore', card: 'Card', foldCard: 'Fold', unexplain: 'Take the card down',
  },
  bar: { explain: 'Pop up card', unexplain: 'Fold card', cue: 'Cue', nothingToUndo: 'Nothing of yours to undo', undoes: 'Undo: {what}' },
  pending: { waits: 'Waiting for platform', count: '{n} waiting for platform', list: 'Open the list', price: 'price{sku} {from} → {to}', noPrice: 'listing price', shelve: 'take off shelf', unshelve: 'put on shelf', deal: { start: 'start deal at {price}, {n} units', extend: 'deal at {price}: {n} units, until {until}', stop: 'stop deal at {price}' }, adjust: 'stock of {sku} {n}',counted: 'stock of {sku} counted as {n}' },
  stop: { button: 'STOP', stopped: 'STOPPED', what: 'Stops everything that sells, at once', title: 'STOPPED', by: 'pressed by {by}', held: 'Held: take, restore to shelf, pin, card, resume. Prices, off-shelf and cues still work', lift: 'Hold to lift the stop' },
  hold: { how: 'Hold for 0.6 s', holding: 'Holding', again: 'Press again to confirm' },
  menu: { title: 'More', pause: 'Pause…', resume: 'Resume…', handover: 'Change host…', run: 'Run of show…', rhythm: 'Reminders…', rehearse: 'Open a rehearsal', rehearseHint: 'a copy, apart', end: 'End the broadcast…' },
  pause: { title: 'Pause the broadcast', lead: 'Segment clocks stop; listings and numbers go on.', reason: 'Reason', usual: { stream: 'Stream lost', host: 'Host break', platform: 'Platform review', gear: 'Equipment' } },
  resume: { title: 'Resume the broadcast', lead: 'Segment clocks go on.', usual: { stream: 'Stream is back', host: 'Host is back', platform: 'Platform cleared it', gear: 'Equipment works' } },
  end: { waiting: '{n} steps still wait for the platform; they must be done there after the end too.' },
  start: {
    title: 'Before going live', lead: 'A red item does not stop you, but wants a reason, which is logged.', reason: '{n} red: why start all the same', reasonHint: 'e.g. the backup line follows later', anyway: 'Go live anyway', unticked: 'not ticked yet', ticked: '{by} checked at {at}',
    item: { feeds: 'Feeds', stock: 'Stock', tablet: 'Host tablet', overlay: 'Overlay', words: 'Wording', prices: 'Prices and offers on the platform', backup: 'Backup line' },
    fine: { feeds: '{alive} healthy', stock: 'all {listings} in stock', tablet: '{tablets} connected', overlay: '{overlays} connected', words: 'no forbidden words' },
    say: { feeds: '{alive} of {total} healthy', noFeeds: 'no feed yet', stock: '{empty} without stock, such as #{first}', noListings: 'nothing on the shelf', tablet: 'no tablet connected', overlay: 'no overlay connected', words: '{listings} with forbidden words, such as #{first}' },
  },
  handover: { title: 'Change host', lead: 'Now {name}, shift {n}. Numbers are kept apart by shift.', first: 'No host yet.', host: 'Next host', open: '{n} still open', nothing: 'Nothing left open', copy: 'Copy to the note', note: 'Handover note', approval: 'price below floor by {by} waits for approval', go: 'Change host' },
  run: { total: '{n} segments · {minutes} min', behind: '{t} behind', ahead: '{t} ahead', skip: 'Skip', start: 'Start', again: 'Again', next: 'Next: {title}', none: 'none yet', openKey: 'Open the run of show (G)' },
  rhythm: { title: 'Reminders', lead: 'Reminds when due; press done and it counts again.', every: 'every {n} min', done: 'Done', none: 'No reminders yet', label: 'Remind of', minutes: 'Every (min)', set: 'Set', next: 'Next {label}', add: '+ Reminder', late: '{label} is overdue', usual: { bag: 'lucky bag', want: 'type 1', follow: 'ask to follow', coupon: 'coupon' } },
  form: { save: 'Save' },
  price: { title: 'Price of #{n}', to: 'New price', all: 'Listing', below: 'Below the floor {floor}: waits for a second person, for 10 minutes', platform: 'Waits for the platform; tablet and overlay keep the old price until then', own: 'Takes effect at once', set: 'Change price', send: 'Send to platform', ask: 'Ask for approval', lowSku: 'Lowest {price}, below the floor {floor}: waits for a second person' },
  sheet: {
    add: 'Add a listing', edit: 'Edit #{n}', auto: 'auto', moved: '{by} just changed this listing: look first', reload: 'Load the newest', offerHint: 'e.g. buy one get one', perBuyer: 'Per buyer', points: 'Selling points', pointsHint: 'One a line, to be read at two metres', image: 'Image address', safety: 'Safety', addSku: '+ Variant', forbidden: 'Forbidden words: {words}', wrong: '{n} fields to correct',
  },
  keys: {
    room: 'Room', rail: 'Listings', sheet: 'Forms', look: 'Look',
    what: { next: 'Take the next', explain: 'Card up / down', cue: 'Write a cue', undo: 'Undo my last', number: 'Type a number', find: 'Find a listing', move: 'Choose', take: 'Take the chosen', reorder: 'Move the chosen', clear: 'Clear the choice', price: 'Price', edit: 'Edit listing', add: 'Add a listing', run: 'Run of show', window: 'Change the window', help: 'This map' },
  },
};
