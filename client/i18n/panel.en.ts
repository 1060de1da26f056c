import type { Messages } from './zh-CN.ts';

export const panelEn: Messages['panel'] = {
  label: 'Panels', deals: 'Deals', stock: 'Stock', more: 'More panels', comments: 'Chat', cues: 'Cues', alerts: 'Alerts', todo: 'To do', plans: 'Plans', log: 'Log', feeds: 'Feeds',
  filter: 'Keywords, by spaces', noComments: 'No comments yet', noCommentsLead: 'They appear here once a feed sends them', noMatch: 'No comment has “{word}”', hits: '{n}', fresh: '{n} new',
  cueIt: 'Cue', cueItHint: 'Cue this comment to the host', cueEdit: 'Edit, then cue', cued: 'Cued', fromComment: 'Viewer {name}: {text}',
  want: {
    title: 'Asking', people: '{n} in 60 s', hint: 'Distinct people who wrote just one of these words', edit: 'Change keywords', words: 'Keywords, by spaces', save: 'Save',
  },
  screen: { desk: 'desk', host: 'host screen', wall: 'wall', overlay: 'overlay', review: 'review', api: 'API', test: 'test' },
  role: { admin: 'admin', controller: 'controller', host: 'host', assistant: 'assistant', analyst: 'analyst', key: 'API key', wall: 'wall', overlay: 'overlay' },
  cue: {
    hostOn: 'Host screens online: {n}', hostOff: 'No host screen: cues arrive nowhere', write: 'Words for the host', writeHint: '⏎ sends · ⇧⏎ new line', send: 'Cue', seconds: 'Stays', secondsShort: '{n} s', minutes: '{n} min', tooLong: '{n} too many',
    forbidden: 'Forbidden: {words}', forbiddenLead: 'It can be sent, but must not be read out', presets: 'Presets', editPresets: 'Edit', sent: 'Sent', none: 'No cues yet', noneLead: 'Write one or press a preset: the host sees it at once',
    state: { sent: 'Sent', delivered: 'Delivered', seen: 'Seen', acknowledged: 'Received', expired: 'No answer' }, ackBy: '{name} has it', ack: 'Received', ackHint: 'Answer for the host', again: 'Again', toEdit: 'Into the editor', expiresIn: '{t} left', now: 'With the host now', from: 'by {name}',
  },
  presets: {
    title: 'Cue presets', lead: 'For everybody in this show; copied along with it.', add: 'Add', text: 'Words', seconds: 'Seconds', empty: 'No presets', save: 'Save', reset: 'Defaults', up: 'Move up', remove: 'Remove',
    defaults: { price: 'Say price and offer once more', link: 'Point to this item in the cart', stock: 'Stock is short: push', interact: 'Talk to the chat, by name', follow: 'Ask for follows', pay: 'Remind those who ordered to pay', slow: 'Slower, and clearer', next: 'Get ready for the next item' },
  },
  alert: {
    none: 'All is well', noneLead: 'Lost feeds, leaving viewers, pace, overruns, forbidden words: said here', ack: 'Noted', acked: '{name} noted {time}', ago: '{t} ago', counts: 'Alerts: {red} red, {amber} amber', feeds: 'See feeds', edit: 'Edit the listing', known: 'Noted {n}', ended: 'goes by itself once over',
  },
  todos: {
    none: 'Nothing waits', noneLead: 'Prices below the floor and what the platform must carry out line up here', approvals: 'For a second person', steps: 'Waiting for the platform', grant: 'Approve', granted: 'Takes effect at once', left: '{t} left', waiting: 'waits {t}', confirm: 'Platform done',
    below: 'floor {floor}', by: 'by {name}', late: 'overdue', label: 'To do', counts: 'To do: {approvals} to approve, {steps} on the platform',
    howTo: 'Carry it out on the platform, then press “Platform done”',
  },
  plan: {
    lead: 'One press sends these in order: what is written is what is sent.', run: 'Run {n} step | Run {n} steps', running: 'Running', edit: 'Edit', add: 'Add a plan', reset: 'Defaults', empty: 'No plans', kinds: { outage: 'Outage', wrongPrice: 'Wrong price', violation: 'Violation', hostChange: 'Host change', other: 'Other' },
    cue: 'Cue “{text}”', missing: { onAir: 'nothing is on air', host: 'name the next host' }, host: 'Next host', unknown: 'Unknown command {type}', would: 'would be refused now: {why}', reason: 'reason: {reason}', state: { waiting: 'Waiting', sending: 'Sending', done: 'Done', refused: 'Not done', unknown: 'Unknown', skipped: 'Not sent' },
    title: 'Plans', editTitle: 'Edit the plan', name: 'Name', kind: 'Kind', words: 'Cue', steps: 'Commands', addStep: 'Add a command', save: 'Save', remove: 'Remove the plan', perShow: 'Kept with the show, for everybody in it', noSteps: 'Give a cue or a command', noListing: '(the listing on air)', theHost: '(the next host)',
    what: { show: { freeze: 'STOP: nothing sells, overlay clear', pause: 'Pause the broadcast', resume: 'Resume the broadcast' }, listing: { shelve: 'Take {listing} off the shelf', unpin: 'Unpin {listing}', pin: 'Pin {listing}', explain: 'Take the card down' }, host: { change: 'Host becomes {host}' } },
    defaults: {
      outage: { title: 'Outage', cue: 'The picture is gone. Say no prices until I tell you.', reason: 'Stream lost' },
      wrongPrice: { title: 'Wrong price', cue: 'That price was wrong. Say no prices until I tell you.' },
      violation: { title: 'Violation', cue: 'The platform warns. Drop what you just said, and rephrase.' },
      hostChange: { title: 'Host change', cue: 'Finish this item, then hand over.' },
    },
  },
  logs: {
    search: 'Person, listing, action', refusedOnly: 'Refused only', refused: 'Refused', older: 'Earlier', loading: 'Loading', begin: 'The show begins here', none: 'Nothing matches', empty: 'Nothing done yet', noRight: 'Your role cannot see what was done before you came', trouble: 'The log could not be loaded', searched: 'Searched back to {time}',
  },
};

export const logEn: Messages['log'] = {
  show: { created: 'created the show', edited: 'changed the settings', started: 'went live', startedWith: 'went live: {reason}', paused: 'paused: {reason}', resumed: 'resumed: {reason}', ended: 'ended the broadcast', toldPast: 'said that it took place: {from} – {to}', frozen: 'pressed STOP', unfrozen: 'lifted the stop', rehearsed: 'opened a rehearsal' },
  host: { changed: 'host {before} → {after}' },
  listing: { added: 'added {n} listing | added {n} listings', edited: 'edited #{number}', taken: 'took #{to}', switched: '#{from} → #{to}', priced: 'priced #{number}', shelved: 'shelved #{number}', unshelved: 'unshelved #{number}', pinned: 'pinned #{number}', unpinned: 'unpinned #{number}', explained: 'popped up the card of #{number}', explainEnded: 'took the card down', reordered: 'reordered the listings' },
  deal: { planned: 'planned a deal on #{number} at {price}, {n} unit | planned a deal on #{number} at {price}, {n} units', replanned: 'changed the deal planned on #{number}', dropped: 'dropped the deal planned on #{number} at {price}', started: 'started the deal on #{number} at {price}, {n} unit | started the deal on #{number} at {price}, {n} units', extended: 'extended the deal on #{number}', shortened: 'took back the extension of the deal on #{number}', stopped: 'stopped the deal on #{number} at {price}' },
  coupon: { recorded: 'coupon {title}, {amount} off' },
  draw: { recorded: 'draw for {prize}, {n} to win' },
  stock: { adjusted: 'stock of {sku} {n}: {reason}', counted: 'counted {sku} as {n}' },
  hold: { released: 'released unpaid holds' },
  segment: { started: 'segment {title}', skipped: 'skipped {title}', added: 'added {n} segment | added {n} segments', edited: 'edited {title}', reordered: 'reordered the run', restored: 'restored the segment' },
  rhythm: { changed: 'changed the reminder {label}', done: 'reminder done: {label}' },
  cue: { sent: 'cue: {text}', acknowledged: 'received: {text}', delivered: 'cue delivered', seen: 'host saw the cue' },
  alert: { acknowledged: 'noted: {kind}' },
  approval: { requested: 'asked for {price}, below the floor {floor}', granted: "allowed {name}'s {price}" },
  platform: { pended: 'for the platform: #{number} {what}', confirmed: 'platform done: #{number} {what}', withdrawn: 'withdrew the platform step of #{number}' },
  action: { undone: 'undid' },
  journal: { rewound: 'rewound: the store lost its newest records' },
  field: { quantity: 'units', perBuyer: 'per buyer', seconds: 'length (s)', countdownSeconds: 'countdown (s)', holdSeconds: 'time to pay (s)', endsAt: 'end', onHand: 'on hand', title: 'title', price: 'price', listPrice: 'list price', floorPrice: 'floor price', offer: 'offer', gifts: 'gifts', tag: 'tag', host: 'host', gmvTarget: 'target', startsAt: 'start', plannedMinutes: 'length', number: 'number', shelved: 'shelf', wantKeywords: 'asking keywords', cuePresets: 'cue presets', emergencyCards: 'plans', thresholds: 'alert thresholds', sellingPoints: 'selling points', imageUrl: 'image', maxPerBuyer: 'per buyer', skus: 'variants', checks: 'checklist', ownChecks: 'own checklist', overlayStockBelow: 'stock on overlay', lateHours: 'late hours', minutes: 'minutes', target: 'target', kind: 'segment', salesChannel: 'sales', listingId: 'listing' },
  none: 'none', on: 'on shelf', off: 'off shelf', items: '{n} item | {n} items',
};
