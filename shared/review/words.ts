import type { Text } from '../metrics/metric.ts';
import type { ActionKind, Compared, Incident } from './view.ts';

/** What tables and exports of a review are called. */
export const TABLE_WORDS = {
  summary: { zh: '总览', en: 'Summary' },
  listings: { zh: '商品', en: 'Listings' },
  skus: { zh: 'SKU', en: 'SKUs' },
  deals: { zh: '秒杀', en: 'Deals' },
  segments: { zh: '环节', en: 'Segments' },
  sources: { zh: '流量来源', en: 'Sources' },
  hosts: { zh: '主播', en: 'Hosts' },
  hours: { zh: '小时', en: 'Hours' },
  actions: { zh: '操作前后', en: 'Actions' },
  incidents: { zh: '事故', en: 'Incidents' },
} as const satisfies Record<string, Text>;
export type TableId = keyof typeof TABLE_WORDS;
export const TABLE_IDS = Object.keys(TABLE_WORDS) as TableId[];

export const COLUMN_WORDS = {
  metric: { zh: '指标', en: 'Metric' }, value: { zh: '数值', en: 'Value' }, unit: { zh: '单位', en: 'Unit' }, formula: { zh: '口径', en: 'Definition' }, number: { zh: '链接号', en: 'No.' }, title: { zh: '名称', en: 'Title' },
  listingId: { zh: '商品 id', en: 'Listing id' }, sku: { zh: 'SKU', en: 'SKU' }, deal: { zh: '秒杀 id', en: 'Deal id' }, price: { zh: '秒杀价', en: 'Deal price' }, quantity: { zh: '投放', en: 'Units offered' },
  from: { zh: '开始', en: 'From' }, to: { zh: '结束', en: 'To' }, planned: { zh: '计划分钟', en: 'Minutes planned' }, target: { zh: '目标', en: 'Target' }, source: { zh: '来源', en: 'Source' }, host: { zh: '主播', en: 'Host' },
  at: { zh: '时间', en: 'Time' }, kind: { zh: '类型', en: 'Kind' }, about: { zh: '对象', en: 'About' }, by: { zh: '操作人', en: 'By' }, overlaps: { zh: '同时段其他操作', en: 'Other actions meanwhile' }, feed: { zh: '数据源', en: 'Feed' }, text: { zh: '说明', en: 'Details' },
} as const satisfies Record<string, Text>;
export type ColumnId = keyof typeof COLUMN_WORDS;

export const ACTION_WORDS: Readonly<Record<ActionKind, Text>> = {
  'listing.taken': { zh: '讲解', en: 'On air' },
  'listing.priced': { zh: '改价', en: 'Price change' },
  'deal.started': { zh: '秒杀开始', en: 'Deal started' },
  'deal.extended': { zh: '秒杀加时加量', en: 'Deal extended' },
  'deal.stopped': { zh: '秒杀结束', en: 'Deal stopped' },
  'coupon.recorded': { zh: '优惠券', en: 'Coupon' },
  'draw.recorded': { zh: '福袋', en: 'Draw' },
  'segment.started': { zh: '环节', en: 'Segment' },
  'host.changed': { zh: '换主播', en: 'Host changed' },
  'cue.sent': { zh: '提词', en: 'Cue' },
};

export const INCIDENT_WORDS: Readonly<Record<Incident['kind'], Text>> = {
  gap: { zh: '数据源中断', en: 'Feed silent' },
  pause: { zh: '暂停', en: 'Paused' },
  warning: { zh: '平台警告', en: 'Platform warning' },
  rewound: { zh: '数据回退', en: 'Store lost entries' },
  supplement: { zh: '补录', en: 'Came late' },
  damaged: { zh: '录制损坏', en: 'Recording damaged' },
};

/** Said wherever an action's two sides stand beside each other. */
export const NOT_CAUSE: Text = { zh: '对比，非因果', en: 'A comparison, not a cause' };
export const SIDE_WORDS = { before: { zh: '前5分', en: '5 min before' }, after: { zh: '后5分', en: '5 min after' }, expected: { zh: '按原趋势', en: 'by the trend' } } as const satisfies Record<string, Text>;
export type Side = keyof typeof SIDE_WORDS;
export const sideColumn = (id: Compared, side: Side): `${Compared}.${Side}` => `${id}.${side}`;
