import type { Text } from '../metrics/metric.ts';

/**
 * How a parameter is written: `ago` is a moment, told as the time since; `until` one told as the time left; `span` is ms; `money` minor units;
 * `percent` a whole number; `text` comes from people or platforms and is only ever
 * text; `word` is a key of VALUE_WORDS.
 */
export type ParamUnit = 'text' | 'word' | 'count' | 'money' | 'percent' | 'ago' | 'until' | 'span';

interface KindSpec {
  params: Readonly<Record<string, ParamUnit>>;
  /** What is wrong, in a few words. */
  title: Text;
  /** Why, with the numbers that are the cause: `{name}` stands for the parameter. */
  cause: Text;
}

/** Every alert there is, with its wording: screens, the log and exports read it here. */
export const ALERT_WORDS = {
  'feed.silent': {
    params: { feed: 'text', lastContactAt: 'ago', interval: 'span' },
    title: { zh: '数据源中断', en: 'Feed silent' },
    cause: { zh: '{feed} 已 {lastContactAt} 没有消息，应每 {interval} 一次', en: '{feed} has not spoken for {lastContactAt}; it should every {interval}' },
  },
  'stream.stalled': {
    params: { at: 'ago' },
    title: { zh: '画面卡顿', en: 'Stream stalled' },
    cause: { zh: '直播画面已卡顿 {at}', en: 'The picture has been stalling for {at}' },
  },
  'stream.lost': {
    params: { at: 'ago' },
    title: { zh: '直播断流', en: 'Stream lost' },
    cause: { zh: '直播画面已中断 {at}', en: 'The picture has been gone for {at}' },
  },
  'platform.warned': {
    params: { feed: 'text', severity: 'text', text: 'text', at: 'ago' },
    title: { zh: '平台警告', en: 'Platform warning' },
    cause: { zh: '{feed}（{severity}，{at} 前）：{text}', en: '{feed} ({severity}, {at} ago): {text}' },
  },
  'viewers.falling': {
    params: { online: 'count', median: 'count', drop: 'percent' },
    title: { zh: '在线下跌', en: 'Viewers falling' },
    cause: { zh: '在线 {online}，比近3分钟中位数 {median} 低 {drop}', en: '{online} online, {drop} below the 3-minute median of {median}' },
  },
  'pace.behind': {
    params: { gmv: 'money', expected: 'money', behind: 'percent' },
    title: { zh: '成交落后', en: 'GMV behind' },
    cause: { zh: '成交 {gmv}，此刻应有 {expected}，落后 {behind}', en: 'GMV {gmv} where {expected} should stand, {behind} behind' },
  },
  'payRate.falling': {
    params: { rate: 'percent', before: 'percent', created: 'count', orders: 'count' },
    title: { zh: '支付率下跌', en: 'Pay rate falling' },
    cause: { zh: '近10分钟支付率 {rate}（{created} 单付了 {orders} 单），前10分钟 {before}', en: '{rate} of the orders of the last 10 min were paid ({orders} of {created}), {before} in the 10 before' },
  },
  'refunds.spiking': {
    params: { refunds: 'count', before: 'count', amount: 'money' },
    title: { zh: '退款激增', en: 'Refunds rising' },
    cause: { zh: '近10分钟退款 {refunds} 笔共 {amount}，前10分钟 {before} 笔', en: 'Refunds in the last 10 min: {refunds}, worth {amount}; in the 10 before: {before}' },
  },
  'listing.slow': {
    params: { number: 'count', title: 'text', quietSince: 'ago' },
    title: { zh: '滞销', en: 'Slow mover' },
    cause: { zh: '#{number} {title} 在架 {quietSince} 无人点击', en: '#{number} {title} on the shelf, no click for {quietSince}' },
  },
  'listing.soldOut': {
    params: { number: 'count', title: 'text' },
    title: { zh: '讲解中售罄', en: 'Sold out on air' },
    cause: { zh: '#{number} {title} 正在讲解，已无库存', en: '#{number} {title} is on air with no stock left' },
  },
  'stock.cover': {
    params: { number: 'count', title: 'text', left: 'count', cover: 'span', sold: 'count' },
    title: { zh: '库存将尽', en: 'Stock running out' },
    cause: { zh: '#{number} {title} 剩 {left} 件，近5分钟卖 {sold} 件，约 {cover} 售完', en: '#{number} {title}: {left} left, {sold} sold in the last 5 min, gone in about {cover}' },
  },
  'stock.low': {
    params: { number: 'count', title: 'text', left: 'count', safety: 'count' },
    title: { zh: '低于安全库存', en: 'Below safety stock' },
    cause: { zh: '#{number} {title} 剩 {left} 件，安全库存 {safety}', en: '#{number} {title}: {left} left, safety stock is {safety}' },
  },
  'stock.oversold': {
    params: { title: 'text', oversold: 'count' },
    title: { zh: '超卖', en: 'Oversold' },
    cause: { zh: '{title} 多卖了 {oversold} 件，补货或联系买家', en: '{title}: {oversold} sold beyond stock. Restock, or tell the buyers' },
  },
  'deal.ending': {
    params: { number: 'count', title: 'text', endsAt: 'until', left: 'count' },
    title: { zh: '秒杀即将结束', en: 'Deal ending' },
    cause: { zh: '#{number} {title} 秒杀还有 {endsAt}，剩 {left} 件', en: '#{number} {title}: {endsAt} to go, {left} left' },
  },
  'deal.soldOut': {
    params: { number: 'count', title: 'text', quantity: 'count', held: 'count' },
    title: { zh: '秒杀抢光', en: 'Deal sold out' },
    cause: { zh: '#{number} {title} 秒杀 {quantity} 件抢光，{held} 件待支付', en: '#{number} {title}: all {quantity} taken, {held} not paid yet' },
  },
  'holds.expiring': {
    params: { count: 'count', amount: 'money', within: 'span' },
    title: { zh: '待支付将过期', en: 'Unpaid holds expiring' },
    cause: { zh: '{within} 内将有 {count} 笔待支付过期，共 {amount}', en: 'Unpaid holds that expire within {within}: {count}, worth {amount}' },
  },
  'segment.over': {
    params: { title: 'text', dueAt: 'ago', planned: 'span' },
    title: { zh: '环节超时', en: 'Segment over time' },
    cause: { zh: '{title} 计划 {planned}，已超 {dueAt}', en: '{title} was planned for {planned} and is {dueAt} over' },
  },
  'platform.pending': {
    params: { number: 'count', title: 'text', what: 'word', at: 'ago', by: 'text' },
    title: { zh: '待平台执行', en: 'Waiting for the platform' },
    cause: { zh: '#{number} {title} {what}，{by} 提交已 {at}，平台未确认', en: '#{number} {title}: {what} by {by} {at} ago, not confirmed' },
  },
  'recording.failing': {
    params: { at: 'ago' },
    title: { zh: '录制失败', en: 'Recording fails' },
    cause: { zh: '本场已 {at} 写不进磁盘；数据都在 Redis，先清理磁盘空间', en: 'Nothing could be written to disk for {at}. All is kept in Redis: free some space' },
  },
  'words.forbidden': {
    params: { where: 'text', field: 'word', words: 'text' },
    title: { zh: '违禁词', en: 'Forbidden words' },
    cause: { zh: '{where} 的{field}含 {words}', en: '{where}: {words} in the {field}' },
  },
} as const satisfies Record<string, KindSpec>;

export type AlertKind = keyof typeof ALERT_WORDS;
export const ALERT_KINDS = Object.keys(ALERT_WORDS) as AlertKind[];

type Units = { [K in AlertKind]: (typeof ALERT_WORDS)[K]['params'] };
/** The parameters of one kind: words as text, everything else as numbers. */
export type ParamsOf<K extends AlertKind> = { [P in keyof Units[K]]: Units[K][P] extends 'text' | 'word' ? string : number };

/** What a parameter of the unit `word` may say. */
export const VALUE_WORDS = {
  price: { zh: '改价', en: 'price change' },
  shelve: { zh: '下架', en: 'taking off the shelf' },
  unshelve: { zh: '上架', en: 'putting on the shelf' },
  deal: { zh: '秒杀', en: 'deal' },
  stock: { zh: '库存', en: 'stock change' },
  title: { zh: '名称', en: 'title' },
  offer: { zh: '机制', en: 'offer' },
  sellingPoint: { zh: '卖点', en: 'selling points' },
  cue: { zh: '提词', en: 'cue' },
} as const satisfies Record<string, Text>;
export type ValueWord = keyof typeof VALUE_WORDS;
