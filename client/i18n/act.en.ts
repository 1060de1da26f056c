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
  toast: { done: 'Done', sending: 'Sending', refused: 'Not done', unknown: 'Outcome unknown, checking', lost: 'No answer came: look before you act', undo: 'Undo', undoKey: 'Undo (Z)', close: 'Dismiss', more: '{n} more', label: 'What was just done' },
};
