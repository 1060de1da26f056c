import type { settingsZh } from './settings.zh-CN.ts';

export const settingsEn: typeof settingsZh = {
  account: {
    title: 'My account', lead: 'On this device you are {name}, {role}.', language: 'Language', change: 'Change password', current: 'Current password', next: 'New password, at least {n} characters', save: 'Change password', saving: 'Saving', changed: 'Changed; your other devices were signed out', wrong: 'The current password is wrong', owner: 'You came in by the one-time link or the admin key, without an account of your own.', make: 'Make an account',
    out: 'Sign out', outHint: 'Of this device only',
  },
  people: {
    title: 'People', lead: 'Everybody signs in with a name and password of their own; the log names them by it.', add: 'Add', adding: 'Adding', name: 'Name', role: 'Role', password: 'First password, at least {n} characters', passwordHint: 'Tell them; they change it once signed in', make: 'Make one', approver: 'May approve below the floor', approverAdmin: 'Every admin may', noPassword: 'Cannot sign in yet',
    edit: 'Edit', save: 'Save', saving: 'Saving', reset: 'Reset password', resetLead: '{name} is signed out everywhere and signs in again with the new one.', resetDone: '{name} has a new password', remove: 'Remove', removeTitle: 'Remove {name}?', removeLead: 'They are signed out everywhere at once and belong to no show any more. The log stays.', removing: 'Removing', you: 'you', empty: 'Nobody has an account yet', emptyLead: 'Add controllers, hosts and assistants: each signs in alone, and the log says who did what.',
    taken: 'Somebody else has this name', last: 'This is the last admin who can sign in: make somebody else admin first', since: 'since {t}', addTitle: 'Add somebody', editTitle: 'Edit {name}', given: 'How {name} signs in', givenLead: 'The password is shown this once.', search: 'Find somebody', openAdd: 'Add the first one',
  },
  members: {
    title: 'People in this show', lead: 'Who has a part in this show, in which role. Admins have one in every show.', add: 'Add to this show', who: 'Choose somebody', role: 'In this show', own: 'own role', remove: 'Take out', empty: 'Nobody but admins has a part in this show yet', only: 'Only an admin changes this', all: 'Everybody has a part already', noPeople: 'Add accounts under People first', working: 'Saving', approver: 'approves prices',
  },
  sessions: {
    title: 'Devices', lead: 'One line a device. End one, and it is cut off within five seconds.', mine: 'Mine', everybody: 'Everybody', tablets: 'Tablets', current: 'this one', device: 'Device', address: 'Address', seen: 'Last seen', end: 'End', ending: 'Ending', others: 'End all others', othersTitle: 'End the other one? | End the {n} others?', othersLead: 'Every device listed but this one has to sign in or pair again.', none: 'No others', inShow: '{title} only', until: 'until {t}', now: 'just now', ended: '{n} ended',
  },
  keys: {
    title: 'API keys', lead: 'For feeds and other programs. Shown once, kept as a hash.', add: 'New key', name: 'What it is for', namePlaceholder: 'e.g. TikTok orders', scopes: 'May', show: 'Only in', anyShow: 'Every show', create: 'Make it', creating: 'Making it', made: 'The key', madeLead: 'Copy it now: it is never shown again.', copy: 'Copy', copied: 'Copied', done: 'I have it', used: 'used {t}', never: 'never used', remove: 'Delete', removeTitle: 'Delete the key {name}?', removeLead: 'Whatever uses it is locked out at once.', removing: 'Deleting', empty: 'No keys yet', by: '{name}, {t}', needName: 'Say what it is for', needScope: 'Choose at least one',
    scope: { ingest: 'Send data', claims: 'Claim stock', read: 'Read', admin: 'Everything' }, scopeHint: { ingest: 'send events to shows', claims: 'claim, pay, cancel', read: 'shows, figures, logs', admin: 'as an admin: keep it safe' },
  },
  links: {
    lead: 'The wall and the overlay open by read-only links: they show, and change nothing. A link that is removed is cut off within five seconds.', add: 'New link', empty: 'No links yet', by: '{name}, {t}', never: 'never opened', opened: 'opened {t}', needName: 'Say where it will be', what: 'What it is for', name: 'Where it will be', namePlaceholder: 'e.g. control room TV, OBS machine',
    role: { wall: 'Numbers full screen, 1080p to 4K', overlay: 'Transparent bar over the stream' }, made: 'The link', madeLead: 'Copy it now: it is shown this once and kept as a hash. If it is lost, remove it and make another.', address: 'Address', hint: { wall: 'Open it in the browser of the wall and press F11. It stays in for 30 days.', overlay: 'In OBS add a Browser source with this address, width 1920, height 1080.' },
    removeTitle: 'Remove “{name}”?', removeLead: 'The wall or overlay that was opened by it is cut off within five seconds and cannot come back.', stock: 'Show the stock on the stream below', stockHint: 'While no deal is open; {n} by default, 0 never', obsTitle: 'Adding the overlay to OBS',
    obs: { one: 'Sources → + → Browser, and paste the address of the link.', two: 'Width 1920, height 1080; empty the custom CSS.', three: 'Leave “Shutdown source when not visible” and “Refresh browser when scene becomes active” off: scenes then switch without a flash.', four: 'Put it on top. With nothing on air, after STOP, or five seconds without a connection it shows nothing at all.' },
  },
  log: {
    title: 'Access log', lead: 'Who came in, who was refused, who changed whose rights.', search: 'Name, address, detail', time: 'Time', what: 'What', who: 'Who', address: 'Address', detail: 'Detail', more: 'Earlier', end: 'Nothing earlier', empty: 'Nothing yet', none: 'Nothing has “{word}”',
    event: {
      'signed-in': 'signed in', 'sign-in-refused': 'sign-in refused', 'signed-out': 'signed out', paired: 'tablet paired', 'pair-refused': 'pairing refused', 'pairing-offered': 'made a pairing code', refused: 'refused', 'session-ended': 'ended a session', 'password-changed': 'changed their password',
      'person-made': 'added somebody', 'person-changed': 'changed somebody', 'person-removed': 'removed somebody', 'member-added': 'added to a show', 'member-removed': 'took out of a show', 'key-made': 'made a key', 'key-removed': 'deleted a key',
      'link-made': 'made a link', 'link-removed': 'removed a link', 'link-opened': 'link opened', 'link-refused': 'link refused', 'recording-deleted': 'deleted a show', 'recording-imported': 'imported a recording',
    },
    details: {
      adminKey: 'admin key', oneTimeLink: 'one-time link', linkOrKey: 'link or key', nameAndPassword: 'name and password', session: 'sign-in no longer valid', key: 'key not valid', inShow: '{what}, in show {show}', view: 'view {what}', change: 'change {what}',
      name: 'name {name}', approver: 'may approve prices', noApprover: 'may no longer approve prices', password: 'password reset',
      subject: { shows: 'shows', commands: 'a show', events: 'events', tally: 'figures', stock: 'stock', claims: 'claims', holds: 'holds', journal: 'the journal', log: 'the log', series: 'trends', review: 'the review', reconcile: 'reconciliation', recording: 'recordings', recordings: 'recordings', items: 'action items', playback: 'the playback', export: 'exports', metrics: 'metrics', server: 'the server', people: 'people', members: 'people in the show', links: 'links', pairings: 'pairings', keys: 'keys', sessions: 'devices', session: 'the password', accessLog: 'the access log' },
      ask: { showJoin: 'open a show', showLeave: 'leave a show', showCommand: 'send a command', tallyAsk: 'view figures', clockAsk: 'ask the time', wallJoin: 'open the wall', overlayJoin: 'open the overlay' },
    },
  },
  server: {
    title: 'Server', lan: 'Local network', open: 'Open to the local network', closed: 'This machine only', openLead: 'Every device on this network can open the sign-in page; what is behind it asks for a sign-in or a pairing.', closedLead: 'Tablets and the wall cannot reach it. To let them, stop it and start it with:', plain: 'Not encrypted: use a network you trust, or start it without TLS_SELF=off.', tls: 'Encrypted (HTTPS)', fingerprint: 'What tablets must show of the certificate (SHA-256)', setUp: 'Set up a tablet', addresses: 'Address for other devices',
    redis: 'If Redis dies it loses', failing: 'The last write of Redis to disk failed: look at its disk', durability: { always: 'nothing', second: 'about a second at most', system: 'what the system had not written, often half a minute', pictures: 'everything since its last snapshot', none: 'everything: nothing is kept', unknown: 'unknown: it does not say' }, advice: 'Better: appendonly yes, appendfsync everysec',
  },
  alerts: {
    title: 'Alert thresholds', lead: 'An alert comes at these figures. For this show only; they can be changed while it is live.', save: 'Save', saving: 'Saving', saved: 'Saved by {name}', reset: 'Defaults', off: 'off', on: 'on', standard: 'default {value}', changed: 'changed', unsaved: '{n} not saved', wrong: 'Give 0 or more', offHint: '0 is off',
    unit: { count: '', percent: '%', seconds: 's', minutes: 'min', times: '×', switch: '' },
  },
  first: {
    title: 'Make the first admin account', lead: 'A one-time link works this once. With an account you sign in by name and password, and can add your colleagues.', submit: 'Make it and sign in', working: 'Making it', skip: 'Later', skipHint: 'Everything works meanwhile; once signed out, only a restart gives a new link.',
    password: 'Password, at least {n} characters', short: 'At least {n} characters', noName: 'Give a name', taken: 'Somebody else has this name',
  },
};
