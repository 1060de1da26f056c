import type { Alert, AlertAction } from '../../../shared/alerts/alert.ts';

type Worded = [what: string, alert: Pick<Alert, 'kind' | 'params'>, zh: string, en: string];

/** Each kind once, as the log writes it at 1,000,000 ms. */
export const wording: Worded[] = [
  ['a silence', { kind: 'feed.silent', params: { feed: '抖音', lastContactAt: 980_000, interval: 5_000 } }, '抖音 已 0:20 没有消息，应每 0:05 一次', '抖音 has not spoken for 0:20; it should every 0:05'],
  ['a loss', { kind: 'stream.lost', params: { at: 875_000 } }, '直播画面已中断 2:05', 'The picture has been gone for 2:05'],
  ['a fall', { kind: 'viewers.falling', params: { online: 160, median: 200, drop: 20 } }, '在线 160，比近3分钟中位数 200 低 20%', '160 online, 20% below the 3-minute median of 200'],
  ['a lag', { kind: 'pace.behind', params: { gmv: 80_000, expected: 100_000, behind: 20 } }, '成交 800.00 CNY，此刻应有 1000.00 CNY，落后 20%', 'GMV 800.00 CNY where 1000.00 CNY should stand, 20% behind'],
  ['a step', { kind: 'platform.pending', params: { number: 7, title: '精华液', what: 'price', at: 940_000, by: '小王' } }, '#7 精华液 改价，小王 提交已 1:00，平台未确认', '#7 精华液: price change by 小王 1:00 ago, not confirmed'],
  ['words', { kind: 'words.forbidden', params: { where: '#7 精华液', field: 'title', words: '“最”' } }, '#7 精华液 的名称含 “最”', '#7 精华液: “最” in the title'],
  ['a disk that refuses', { kind: 'recording.failing', params: { at: 940_000 } }, '本场已 1:00 写不进磁盘；数据都在 Redis，先清理磁盘空间', 'Nothing could be written to disk for 1:00. All is kept in Redis: free some space'],
];

export const ACTIONS_IN_TEST: [AlertAction, string][] = [
  [{ type: 'cue.send', payload: {}, cue: 'retain' }, '提词给主播'],
  [{ type: 'cue.send', payload: { text: '换备用线' } }, '提词给主播'],
  [{ type: 'listing.take', payload: { listingId: 'L2', seenOnAir: null } }, '切到 #2'],
  [{ type: 'listing.pin', payload: { listingId: 'L3' } }, '置顶 #3'],
  [{ type: 'segment.start', payload: { segmentId: 'seg-1' } }, '进入 开场'],
  [{ type: 'platform.confirm', payload: { commandId: 'c-1' } }, '平台已改'],
];
