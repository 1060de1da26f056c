import type { reviewZh } from './review.zh-CN.ts';

export const reviewEn: typeof reviewZh = {
  title: 'Review', soFar: 'Still running: as of {t}', none: 'Nothing was counted in this show yet', noneLead: 'Once it is live and a feed speaks, this fills.', desk: 'Desk',
  target: 'Target {value}', ofTarget: '{percent} done', noTarget: 'No target set', hosts: 'Host {names}',
  best: 'Sold best', worst: 'Sold least', noSales: 'No listing has sold', everyListing: 'Too few listings for a second list',
  hours: 'GMV by the hour', hour: '{from} – {to}', incidents: 'Incidents', noIncidents: 'No silence, pause or platform warning', open: 'not over', supplement: '{n} event | {n} events',
  timeline: 'Timeline', whole: 'Whole show', zoom: 'Drag over a stretch to zoom', marks: 'Lines mark actions, grey ground a silent feed',
  tables: 'Tables', all: 'All metrics', fewer: 'Main metrics', rows: '{n} row | {n} rows', empty: 'Nothing here', sortBy: 'Sort by {name}', csv: 'CSV', xlsx: 'XLSX', json: 'JSON', exports: 'Export',
  report: { open: 'Print report', title: 'Review report', print: 'Print or save as PDF', number: 'No.', trend: 'trend {value}', definitions: 'Definitions', foot: 'Counted to {t} · last event {id}' },
  addUp: 'Each figure in the second it happened; only what adds up, which people do not', compared: '{words}: the 5 minutes after against the 5 before. By the trend: the 5 before, plus how they had changed from the 5 before those',
};
