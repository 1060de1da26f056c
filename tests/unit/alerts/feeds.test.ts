import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, Watch } from './make.ts';

describe('a silent feed', () => {
  const spoke = (watch: Watch, at = watch.now) => watch.see({ feeds: [{ feed: 'douyin', lastContactAt: at, intervalMs: 5_000 }] });

  it('is told at three of its intervals, not a moment before', () => {
    const watch = new Watch();
    spoke(watch).pass(14_999);
    expect(watch.look('feed.silent')).toEqual([]);
    watch.pass(1);
    expect(watch.look('feed.silent')).toMatchObject([{ level: 'red', feed: 'douyin', since: watch.now, params: { feed: 'douyin', lastContactAt: watch.now - 15_000, interval: 5_000 } }]);
  });

  it('clears when it speaks again, and its next silence is another alert', () => {
    const watch = new Watch();
    spoke(watch).pass(15_000);
    const [first] = watch.look('feed.silent');
    spoke(watch).pass(SECOND);
    expect(watch.look('feed.silent')).toEqual([]);
    watch.pass(15_000);
    const [second] = watch.look('feed.silent');
    expect(second?.id).not.toBe(first?.id);
  });

  it('keeps one id for one silence, so that an acknowledgement holds, also for a host that just took over', () => {
    const watch = new Watch();
    spoke(watch).pass(15_000);
    const [first] = watch.look('feed.silent');
    watch.stage.do('alert.acknowledge', { alertId: first?.id ?? '' });
    expect(watch.look('feed.silent')[0]?.acknowledged).toEqual({ at: watch.stage.now, by: '小王' });
    const other = new Watch({}, watch.stage).see(watch.sight).pass(SECOND);
    expect(other.look('feed.silent')[0]).toMatchObject({ id: first?.id, acknowledged: { by: '小王' } });
  });

  it('is each feed for itself, by its own interval and the show\'s own count', () => {
    const watch = new Watch();
    watch.stage.do('show.edit', { thresholds: { 'feed.intervals': 2 } });
    watch.see({ feeds: [{ feed: 'slow', lastContactAt: watch.now, intervalMs: 60_000 }, { feed: 'quick', lastContactAt: watch.now, intervalMs: 1_000 }] }).pass(2_000);
    expect(watch.look('feed.silent').map(({ feed }) => feed)).toEqual(['quick']);
  });

  it('is not one of another day, and not told before the start or after the end', () => {
    const watch = new Watch();
    const { startedAt = 0 } = watch.stage.show;
    spoke(watch, startedAt - 10 * MINUTE - 1).pass(SECOND);
    expect(watch.look('feed.silent')).toEqual([]);
    spoke(watch, startedAt - 10 * MINUTE);
    expect(watch.look('feed.silent')).toHaveLength(1);
    watch.stage.do('show.end', {});
    expect(watch.look('feed.silent')).toEqual([]);
  });

  it('is not told where the show switched the rule off', () => {
    const watch = new Watch();
    watch.stage.do('show.edit', { thresholds: { 'feed.intervals': 0 } });
    spoke(watch).pass(MINUTE);
    expect(watch.look('feed.silent')).toEqual([]);
  });
});

describe('the stream', () => {
  it('lost is red at once, with a cue for the host', () => {
    const watch = new Watch();
    watch.see({ stream: { state: 'lost', at: watch.now } });
    expect(watch.look('stream.lost')).toMatchObject([{ level: 'red', since: watch.now, action: { type: 'cue.send', cue: 'outage' } }]);
  });

  it('lost suggests the words of the show\'s own outage card where it has them', () => {
    const watch = new Watch();
    watch.stage.do('show.edit', { emergencyCards: [{ id: 'c', kind: 'outage', title: '断流', cue: '换备用线', commands: [] }] });
    watch.see({ stream: { state: 'lost', at: watch.now } });
    expect(watch.look('stream.lost')[0]?.action).toEqual({ type: 'cue.send', payload: { text: '换备用线' } });
  });

  it('stalled is amber, and gives way to lost', () => {
    const watch = new Watch();
    watch.see({ stream: { state: 'stalled', at: watch.now } });
    expect(watch.look('stream.stalled')).toMatchObject([{ level: 'amber' }]);
    watch.see({ stream: { state: 'lost', at: watch.now + 2_000 } }).pass(2_000);
    expect(watch.look('stream.stalled')).toEqual([]);
    expect(watch.look('stream.lost')).toHaveLength(1);
  });

  it('clears once it has been back for five seconds, and stays one alert while it comes and goes', () => {
    const watch = new Watch();
    watch.see({ stream: { state: 'lost', at: watch.now } });
    const [first] = watch.look('stream.lost');
    watch.see({ stream: { state: 'live', at: watch.now + 1_000 } }).pass(4_000);
    watch.see({ stream: { state: 'lost', at: watch.now } }).pass(SECOND);
    expect(watch.look('stream.lost').map(({ id }) => id)).toEqual([first?.id]);
    watch.see({ stream: { state: 'live', at: watch.now } }).pass(5_000);
    expect(watch.look('stream.lost')).toHaveLength(1);
    watch.pass(SECOND);
    expect(watch.look('stream.lost')).toEqual([]);
  });
});

describe('a platform\'s warning', () => {
  const warning = (id: string, at: number, level = 'info') => ({ id, at, feed: 'douyin', level, text: '<b>夸大宣传</b>' });

  it('is told with its words as they came, each warning for itself', () => {
    const watch = new Watch();
    watch.see({ warnings: [warning('1-0.0', watch.now), warning('2-0.0', watch.now, '严重')] });
    expect(watch.look('platform.warned')).toMatchObject([
      { level: 'red', params: { severity: '严重', text: '<b>夸大宣传</b>' }, action: { type: 'cue.send', cue: 'violation' } },
      { level: 'amber', feed: 'douyin' },
    ]);
  });

  it('goes after half an hour', () => {
    const watch = new Watch();
    watch.see({ warnings: [warning('1-0.0', watch.now - 30 * MINUTE + 1)] });
    expect(watch.look('platform.warned')).toHaveLength(1);
    watch.see({ warnings: [warning('1-0.0', watch.now - 30 * MINUTE)] });
    expect(watch.look('platform.warned')).toEqual([]);
  });

  it('is one of ten at most that wait for somebody; taking note of one makes room', () => {
    const watch = new Watch();
    watch.see({ warnings: Array.from({ length: 12 }, (_, i) => warning(`${i}-0.0`, watch.now)) });
    expect(watch.look('platform.warned')).toHaveLength(10);
    watch.stage.do('alert.acknowledge', { alertId: watch.look('platform.warned')[0]?.id ?? '' });
    expect(watch.look('platform.warned')).toHaveLength(11);
  });
});
