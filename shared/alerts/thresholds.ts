import type { Text } from '../metrics/metric.ts';
import type { Show } from '../show/show.ts';

export type ThresholdUnit = 'count' | 'percent' | 'seconds' | 'minutes' | 'times' | 'switch';

export interface Threshold extends Text {
  default: number;
  unit: ThresholdUnit;
  /** The rule's main figure: 0 switches the rule off. */
  off?: true;
}

/** Every figure a rule goes by. A show's own (`show.thresholds`, set by show.edit) stand above these defaults. */
export const THRESHOLDS = {
  'feed.intervals': { default: 3, unit: 'times', off: true, zh: '数据源静默达到其间隔的倍数', en: 'Feed silent for this many of its intervals' },
  'stream.on': { default: 1, unit: 'switch', off: true, zh: '画面卡顿或中断', en: 'Stream stalled or lost' },
  'warning.minutes': { default: 30, unit: 'minutes', off: true, zh: '平台警告保留', en: 'Platform warnings stay for' },
  'viewers.drop': { default: 20, unit: 'percent', off: true, zh: '在线低于近3分钟中位数', en: 'Online below the 3-minute median by' },
  'viewers.least': { default: 100, unit: 'count', zh: '在线中位数至少', en: 'Only where the median is at least' },
  'viewers.seconds': { default: 30, unit: 'seconds', zh: '在线下跌持续', en: 'The drop lasts for' },
  'viewers.cooldown': { default: 300, unit: 'seconds', zh: '在线下跌两次之间至少', en: 'Quiet after a drop for' },
  'pace.behind': { default: 20, unit: 'percent', off: true, zh: '成交落后进度', en: 'GMV behind pace by' },
  'pace.after': { default: 10, unit: 'minutes', zh: '开播后多久开始看进度', en: 'Pace is judged from this long after the start' },
  'payRate.drop': { default: 25, unit: 'percent', off: true, zh: '支付率比前10分钟低（相对）', en: 'Pay rate below the 10 minutes before by (relative)' },
  'payRate.orders': { default: 20, unit: 'count', zh: '两段各至少下单', en: 'Only with this many orders in each 10 minutes' },
  'refunds.least': { default: 5, unit: 'count', off: true, zh: '近10分钟退款至少', en: 'Refunds in 10 minutes at least' },
  'refunds.times': { default: 2, unit: 'times', zh: '退款达到前10分钟的倍数', en: 'Times the refunds of the 10 minutes before' },
  'slow.minutes': { default: 15, unit: 'minutes', off: true, zh: '在架无点击', en: 'On the shelf without a click for' },
  'soldOut.on': { default: 1, unit: 'switch', off: true, zh: '讲解中售罄', en: 'Sold out on air' },
  'cover.minutes': { default: 10, unit: 'minutes', off: true, zh: '按近5分钟销量可售时长低于', en: 'Stock lasts less than, at the pace of 5 minutes' },
  'safety.on': { default: 1, unit: 'switch', off: true, zh: '低于安全库存', en: 'Below safety stock' },
  'oversold.on': { default: 1, unit: 'switch', off: true, zh: '超卖', en: 'Oversold' },
  'ending.seconds': { default: 30, unit: 'seconds', off: true, zh: '秒杀即将结束', en: 'Deal ends within' },
  'dealSoldOut.on': { default: 1, unit: 'switch', off: true, zh: '秒杀抢光', en: 'Deal sold out' },
  'holds.least': { default: 20, unit: 'count', off: true, zh: '即将过期的待支付至少', en: 'Unpaid holds about to expire, at least' },
  'holds.seconds': { default: 60, unit: 'seconds', zh: '待支付多久内过期', en: 'Unpaid holds that expire within' },
  'segment.over': { default: 60, unit: 'seconds', off: true, zh: '环节超时', en: 'Segment over its time by' },
  'pending.seconds': { default: 30, unit: 'seconds', off: true, zh: '平台未确认', en: 'Not confirmed by the platform for' },
  'recording.on': { default: 1, unit: 'switch', off: true, zh: '录制失败', en: 'Recording fails' },
  'words.on': { default: 1, unit: 'switch', off: true, zh: '名称、机制、卖点、提词中的违禁词', en: 'Forbidden words in titles, offers, selling points and cues' },
} as const satisfies Record<string, Threshold>;

export type ThresholdId = keyof typeof THRESHOLDS;

/** A figure as this show has it. */
export const thresholdOf = (show: Pick<Show, 'thresholds'>, id: ThresholdId): number => show.thresholds?.[id] ?? THRESHOLDS[id].default;
