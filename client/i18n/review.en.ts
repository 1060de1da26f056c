import type { reviewZh } from './review.zh-CN.ts';

export const reviewEn: typeof reviewZh = {
  title: 'Review', soFar: 'Still running: as of {t}', none: 'Nothing was counted in this show yet', noneLead: 'Once it is live and a feed speaks, this fills.', desk: 'Desk',
  target: 'Target {value}', ofTarget: '{percent} done', noTarget: 'No target set', hosts: 'Host {names}',
  best: 'Sold best', worst: 'Sold least', noSales: 'No listing has sold', everyListing: 'Too few listings for a second list',
  hours: 'GMV by the hour', hour: '{from} – {to}', incidents: 'Incidents', noIncidents: 'No silence, pause or platform warning', open: 'not over', supplement: '{n} event | {n} events',
  past: {
    title: 'Has this show taken place already?', lead: 'Its facts are here, and nobody ever pressed start. Say from when to when it ran: parts, playback and comparison open, and GMV counts the orders of that time.', from: 'Start', to: 'End', tell: 'It took place', told: 'Afterwards', toldTitle: 'Told of afterwards: playback puts its facts in the order in which they happened',
    wrong: { order: 'The end must come after the start', future: 'The end has not come yet: a show that is not over is started and ended as it happens', length: 'A show lasts 30 days at most' },
  },
  timeline: 'Timeline', whole: 'Whole show', zoom: 'Drag over a stretch to zoom', marks: 'Lines mark actions, grey ground a silent feed',
  notYet: 'This show is still being written down: a few seconds',
  tables: 'Tables', all: 'All metrics', fewer: 'Main metrics', rows: '{n} row | {n} rows', moreRows: '{n} more row | {n} more rows', empty: 'Nothing here', sortBy: 'Sort by {name}', csv: 'CSV', xlsx: 'XLSX', json: 'JSON', exports: 'Export',
  playback: { open: 'Playback', title: 'Playback', play: 'Play', pause: 'Pause', speed: 'Speed', seek: 'Position', gap: 'Feed silent', back: 'Review', waiting: 'Preparing from the recording…' },
  report: { open: 'Print report', title: 'Review report', print: 'Print or save as PDF', number: 'No.', trend: 'trend {value}', definitions: 'Definitions', foot: 'Counted to {t} · last event {id}' },
  addUp: 'Each figure in the second it happened; only what adds up, which people do not', compared: '{words}: the 5 minutes after against the 5 before. By the trend: the 5 before, plus how they had changed from the 5 before those',
  items: { title: 'Action items and notes', actions: 'Action items', noActions: 'Nothing yet: what to change next time, who does it, by when', done: 'Done: {text}', drop: 'Remove: {text}', what: 'What to do', owner: 'Owner', due: 'Due', add: 'Add', notes: 'Notes', noNotes: 'A word about a moment stands on the curves', moment: 'Moment', note: 'Note', addNote: 'Add note' },
  compare: { title: 'Compare', open: 'Compare', add: 'Add a show…', noOthers: 'No other show has ended', allAdded: 'Every ended show is here', curves: 'From the start of each show', metric: 'Metric', align: 'How to align', byShow: 'Whole shows', bySegment: 'By segment', figure: 'Metric', part: 'Segment', segment: '{length} · {money} a minute', noSegments: 'None of these shows had segments', drop: 'Remove: {title}' },
  reconcile: {
    title: 'Reconcile', open: 'Reconcile', back: 'Back to the review', lead: 'Upload the order file your platform exports (CSV or XLSX): every order is held against this show, and you see where the totals part. The file is used for this alone and never stored.',
    drop: 'Drop it here, or choose a file', choose: 'Choose a file', another: 'Another file', unreadable: '{name} is no table that can be read: export CSV or XLSX from the platform and try again', noRows: '{name} has no rows', encoding: 'Read as {name}', rows: 'no rows | {n} row | {n} rows',
    mapping: 'Which column is what', absent: 'Not in the file', minor: 'Amounts are in cents', zone: 'Times are read on this machine\'s clock ({zone})', needed: 'Choose the columns of order number and amount first',
    fields: { orderId: 'Order number', amount: 'Amount paid', state: 'State', at: 'Paid at', refunded: 'Refund', subsidy: 'Platform subsidy' },
    good: 'no rows to hold against the show | {n} row to hold against the show | {n} rows to hold against the show', bad: 'no rows left out | {n} row left out | {n} rows left out', line: 'Row {line}', lineColumn: 'Row', more: 'and {n} more',
    problem: { ragged: 'cells in this row: {got}, in the header: {want}', quote: 'a quote is never closed', missing: '{field} is missing', money: '{field} “{value}” is no amount', time: '{field} “{value}” is no time', lostDigits: '{field} “{value}” was shortened by a spreadsheet and has lost its last digits: make that column text and export again', tooLong: '{field} is too long' },
    run: 'Reconcile', running: 'Reconciling…', notKept: 'This result lives on this page alone: after a reload it has to be made again. To keep it, take the CSV.',
    there: 'Platform file', here: 'This show', difference: 'Difference', orders: 'no orders | {n} order | {n} orders', period: '{from} to {to}', matched: 'no orders agree | {n} order agrees | {n} orders agree', matchedAmount: '{value} in all', differ: 'no orders differ | {n} order differs | {n} orders differ', allMatch: 'All agree', bridge: 'From the platform file to this show', refunded: 'refunds {value}', subsidy: 'subsidy {value}',
    reason: { refund: 'Refunds', subsidy: 'Platform subsidy', lines: 'Order amount repeated on every SKU line', deposit: 'Deposit only', outside: 'Created outside the show', late: 'Paid too late for the show', day: 'A day the file does not cover (midnight)', gap: 'While a feed was silent', stateHere: 'Unpaid or cancelled here', stateThere: 'Unpaid or cancelled in the file', notHere: 'Not known here', notThere: 'Not in the file', amount: 'Another amount, unexplained' },
    why: { refund: 'One side has refunds taken off its amount, the other has not', subsidy: 'One side counts the platform\'s subsidy in, the other does not', lines: 'Added together by order number they count twice', deposit: 'Deposits are no GMV', outside: 'A show counts orders created between its start and end', late: 'Created in the show, paid after its deadline', day: 'The show ran past midnight and the file has only some of its days', gap: 'These orders never arrived: let the feed report them again', stateHere: 'The platform says paid: let the feed report the payment', stateThere: 'Counted here: check their state on the platform', notHere: 'The feed never reported them: let it report them again', notThere: 'A feed reported them: check that both use the same order numbers', amount: 'Open the order and compare its lines' },
    list: 'Orders that differ', all: 'Every reason', column: { order: 'Order number', there: 'Platform file', here: 'This show', delta: 'Difference', reason: 'Reason', at: 'Time' }, state: { paid: 'paid', unpaid: 'unpaid', cancelled: 'cancelled', refunded: 'refunded', partly: 'partly refunded', deposit: 'deposit' }, none: 'none', shownOf: 'The {n} that weigh most, of {all}', csv: 'CSV',
  },
  slice: {
    title: 'Part of the show', source: 'Every source', host: 'Every host', segment: 'Every segment', listing: 'Every listing', from: 'From the start', to: 'To the end', since: 'from {t}', until: 'to {t}', reset: 'Whole show', share: '{percent} of the show’s GMV',
    ended: 'Once the show has ended it can be looked at by source, host, segment, listing and hour', counting: 'Counting', only: 'Of the part chosen above',
    funnel: 'Funnel · people', steps: { impressionUsers: 'Reached', viewers: 'Entered', longViewers: 'Stayed 60 s', productImpressionUsers: 'Saw a product', clickUsers: 'Clicked', createdUsers: 'Ordered', buyers: 'Bought' }, rate: '{percent} of the step before',
    buyers: 'New and returning buyers', fresh: 'New', returning: 'Returning', people: '{n} buyer | {n} buyers', each: '{value} each', none: 'Nobody bought', untold: 'No order says whether it was a first one, so new and returning cannot be told apart', before: 'Bought here before: {n}. Earlier shows looked at: {shows}',
  },
  recording: {
    more: 'More', download: 'Download the recording', asking: 'Checking the recording…', damaged: '{file} is damaged, and is not passed on as whole. Bring it back from a backup, then download again; the review goes on without it',
    remove: 'Delete this show', removeTitle: 'Delete “{title}”?', removeLead: 'Its recording, review, log, stock and people go for good. To keep a copy, download the recording first.', removeType: 'Type {word} to confirm', removeWord: 'DELETE', removeConfirm: 'Delete for good',
  },
  medians: { against: 'usual {value}', title: 'Median of the last show of this room | Median of the last {n} shows of this room' },
};
