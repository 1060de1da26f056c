import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, Watch } from './make.ts';

describe('a segment over its time', () => {
  const KIND = 'segment.over';
  const opened = (): { watch: Watch; ids: string[] } => {
    const watch = new Watch();
    const ids = watch.stage.show.segments.map(({ id }) => id);
    watch.stage.do('segment.start', { segmentId: ids[0] ?? '' });
    watch.pass(watch.stage.now - watch.now);
    return { watch, ids };
  };

  it('is told at a minute over, with the next one to press', () => {
    const { watch, ids } = opened();
    expect(watch.pass(11 * MINUTE - 1).look(KIND)).toEqual([]);
    watch.pass(1);
    expect(watch.look(KIND)).toMatchObject([
      { level: 'amber', segmentId: ids[0], since: watch.now, params: { title: '开场', planned: 10 * MINUTE, dueAt: watch.now - MINUTE }, action: { type: 'segment.start', payload: { segmentId: ids[1] } } },
    ]);
  });

  it('passes over a skipped one, and suggests nothing after the last', () => {
    const { watch, ids } = opened();
    watch.stage.do('segment.skip', { segmentId: ids[1] ?? '' });
    expect(watch.pass(12 * MINUTE).look(KIND)[0]?.action).toEqual({ type: 'segment.start', payload: { segmentId: ids[2] } });
    watch.stage.do('segment.start', { segmentId: ids[2] ?? '' });
    expect(watch.look(KIND)).toEqual([]);
    expect(watch.pass(6 * MINUTE + SECOND).look(KIND)[0]).not.toHaveProperty('action');
  });

  it('does not count a pause', () => {
    const { watch } = opened();
    watch.stage.do('show.pause', { reason: '断电' });
    watch.pass(20 * MINUTE);
    watch.stage.do('show.resume', {});
    expect(watch.pass(10 * MINUTE).look(KIND)).toEqual([]);
    expect(watch.pass(MINUTE + SECOND).look(KIND)).toHaveLength(1);
  });
});
