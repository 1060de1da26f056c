import type { doorsZh } from './doors.zh-CN.ts';

export const doorsEn: typeof doorsZh = {
  signIn: {
    title: 'Sign in', page: 'Sign in', name: 'Name', password: 'Password', submit: 'Sign in', working: 'Signing in', signOut: 'Sign out', again: 'The session has ended: sign in again', away: 'The server cannot be reached. Try again in a moment.',
    wrong: 'The name or the password is wrong', wrongKey: 'That key is not right. Check it and try again.', linkUsed: 'This link was used already or has expired. Restart the server for a new one.', consuming: 'Signing in with the one-time link', wait: 'Too many attempts: wait {t}', waiting: 'Try again in {t}',
    other: 'Other ways', useKey: 'With the admin key', usePassword: 'With name and password', key: 'Admin key', keyHint: 'ADMIN_KEY as set at the start', pair: 'Pair a tablet', link: 'No account yet?', linkHint: 'Open the one-time link the terminal printed at the start: it lets you make the first admin account.',
    show: 'Show the password', hide: 'Hide the password',
  },
  pair: {
    page: 'Pair a tablet', title: 'Pair this tablet', lead: 'Press “Pair a tablet” on the desk or on a show’s card, and type the six digits it shows.', digits: 'Six-digit code', working: 'Pairing', wrong: 'Wrong, used already or expired: ask the desk for a new code', out: 'This tablet was removed: ask the desk to pair it again', wait: 'Too many attempts: wait {t}',
    clear: 'Clear', signIn: 'Sign in with an account', taken: 'Signed in here as {name}', takenLead: 'Pairing signs {name} out and makes this device a tablet.', go: 'Pair all the same', stay: 'Do not pair', secretWrong: 'This QR code was used already or has expired. Ask the desk for a new one, or type the six digits.',
  },
  tablet: {
    page: 'Set up a tablet', open: 'New tablet? Set it up first', title: 'Set up a tablet', lead: 'Once for each tablet. Its pages are then encrypted, and the screen can stay on.',
    trust: 'Trust this server', download: 'Download the certificate', ipad: 'iPad', android: 'Android', ipadOne: 'In Safari press the button above, then “Allow”.', ipadTwo: 'Open Settings → General → VPN & Device Management, press “Changkong”, then “Install”, and give the tablet’s passcode.', ipadThree: 'Open Settings → General → About → Certificate Trust Settings, at the very bottom, and switch “Changkong” on.',
    androidOne: 'Press the button above and keep the file.', androidTwo: 'Open Settings, search for “CA certificate”, press “Install” and choose ca.crt.', check: 'While installing you can see its SHA-256 fingerprint: it must be the one the server printed on its terminal. If it is not, do not install it.', scope: 'It is good for addresses of local networks only, and cannot be used to pose as any website.', none: 'Nothing to do: this server did not make its certificate itself.',
    pair: 'Pair it', pairLead: 'Press “Pair a tablet” on the desk, and scan the QR code or type the six digits.', pairOpen: 'Open the pairing page', home: 'Put it on the home screen', homeLead: 'On the host screen press the browser’s Share → Add to Home Screen. Opened from its icon it fills the screen. If it asks for a code again, pair once more.', awake: 'Keep it on', awakeLead: 'Where the host screen says “Will dim by itself” at its top: Settings → Display & Brightness → Auto-Lock → Never.',
  },
  offer: {
    open: 'Pair a tablet', title: 'Pair a tablet', lead: 'Scan it with the tablet, or open {address} there and type the six digits.', role: 'This tablet is for', name: 'Tablet name', namePlaceholder: 'e.g. Camera 1', host: 'The host', hostHint: 'Sees listing, price and cues; presses “Got it”', assistant: 'The assistant', assistantHint: 'Can also cue, pin and stop',
    make: 'Make a code', making: 'Making it', renew: 'New code', expired: 'This code has expired', left: 'good for {t}', once: 'works once', came: '{name} is in', cameLead: '{device} · {address}', another: 'Pair another', qr: 'Pairing QR code', paired: 'Paired tablets', none: 'No tablets yet', remove: 'Remove',
    address: 'Address for the tablet', localTitle: 'Tablets cannot reach this machine yet', localLead: 'The server listens to this machine only. Stop it, start it with the command below, and open the network address the terminal prints:', localAfter: 'Every device on the network can then open the sign-in page; what is behind it still asks for a sign-in or a pairing.', here: 'Open it on this machine', copy: 'Copy', copied: 'Copied', code: 'Six-digit code',
  },
  roles: { admin: 'Admin', controller: 'Controller', host: 'Host', assistant: 'Assistant', analyst: 'Analyst', key: 'Key', wall: 'Wall', overlay: 'Overlay' },
  roleHints: { admin: 'Every show, people and keys', controller: 'Their shows: takes, prices, cues, start and end', host: 'Host screen: listing, price, cues, “Got it”', assistant: 'Host screen; also cues, pins, stops, confirms the platform', analyst: 'Sees figures and the review only' },
  nav: { settings: 'Settings', shows: 'Shows', desk: 'Desk', host: 'Host screen', review: 'Review', show: 'Show settings', people: 'People', account: 'My account', sessions: 'Devices', keys: 'API keys', log: 'Access log', server: 'Server', members: 'People in this show', tablets: 'Tablets', links: 'Wall and overlay', alerts: 'Alert thresholds', sections: 'Sections', admin: 'Administration' },
  card: { none: 'You have no part in a show yet', noneLead: 'Ask an admin to add you to one.', more: 'More', open: 'Open {title}' },
  common: { loading: 'Loading', retry: 'Try again', cancel: 'Cancel', close: 'Close', done: 'Done', refused: 'Not done: {why}', unknown: 'No clear answer came; the list is fresh, please check it' },
};
