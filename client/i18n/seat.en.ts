import type { seatZh } from './seat.zh-CN.ts';

export const seatEn: typeof seatZh = {
  wall: 'Wall', overlay: 'Overlay', demo: 'DEMO', rehearsal: 'REHEARSAL',
  planned: 'NOT STARTED', live: 'LIVE', paused: 'PAUSED', ended: 'ENDED', stopped: 'STOPPED', startsIn: 'starts in {t}', late: '{t} past plan', host: 'Host {name}',
  gmv: 'GMV', online: 'Online', viewers: 'Viewers', orders: 'Paid orders', age: '{age} ago', noFeed: 'No feed',
  target: 'Target {value}', noTarget: 'No target set', done: '{percent} done', ahead: '{value} ahead', behind: '{value} behind', needed: 'needs {value} a minute', reached: 'Target reached',
  top: 'Top five by GMV', noSales: 'No sales yet', onAir: 'ON AIR', nothing: 'Nothing on air yet', air: 'for {t}',
  deal: 'FLASH DEAL', opensIn: 'until it opens', endsIn: 'to go', soldOut: 'Sold out', left: '{n} left', taken: '{percent} taken', lot: 'of {n}', others: '{n} more', byPlatform: 'The platform counts what is left',
  few: 'Only {n} left', none: 'Sold out', from: 'from', then: 'Deal price',
  lost: 'Connection lost · data is {age} old', restarting: 'Server restarting, back in a moment · data is {age} old', joining: 'Connecting', connected: 'connected', refused: 'This cannot be opened', refusedLead: 'The link was removed, has expired or is not whole. Ask the controller for a new one: the show’s settings, Wall and overlay.',
  take: '{by} took #{number} {subject}', dealStart: '{by} started the deal on #{number}', dealExtend: '{by} extended the deal on #{number}', dealStop: '{by} stopped the deal on #{number}', segment: '{by} started segment {subject}', hostChange: '{by} changed the host: {subject}',
  start: '{by} went live', pause: '{by} paused', resume: '{by} resumed', stop: '{by} pressed STOP', lift: '{by} lifted the stop', end: '{by} ended the broadcast',
};
