import { describe, expect, it } from 'vitest';
import { rhythmsDue, segmentClock } from '../../../shared/show/run.ts';
import { Stage, live } from './make.ts';

const MINUTE = 60_000;

describe('the run of show', () => {
  it('runs one segment at a time, and ends the one before', () => {
    const stage = live();
    stage.do('segment.start', { segmentId: 'seg-1' });
    stage.do('segment.start', { segmentId: 'seg-2' });
    expect(stage.show.segmentId).toBe('seg-2');
    expect(stage.show.segments[0]).toMatchObject({ endedAt: stage.now });
    expect(stage.refused('segment.start', { segmentId: 'seg-2' }).code).toBe('WRONG_STATE');
    expect(stage.refused('segment.start', { segmentId: 'seg-9' }).code).toBe('NOT_FOUND');
    expect(new Stage().refused('segment.start', { segmentId: 'seg-1' }).code).toBe('WRONG_STATE');
  });

  it('says how much a segment is over or under, pauses left out', () => {
    const stage = live();
    expect(segmentClock(stage.show, stage.now)).toBeUndefined();
    stage.do('segment.start', { segmentId: 'seg-1' });
    const began = stage.now;
    expect(segmentClock(stage.show, began + 4 * MINUTE)).toMatchObject({ elapsedMs: 4 * MINUTE, overMs: -6 * MINUTE, runOverMs: 0 });
    stage.now = began + 4 * MINUTE - 1_000;
    stage.do('show.pause', { reason: '断流' });
    expect(segmentClock(stage.show, stage.now + 60 * MINUTE)).toMatchObject({ elapsedMs: 4 * MINUTE });
    stage.now += 5 * MINUTE - 1_000;
    stage.do('show.resume', { reason: '恢复' });
    expect(segmentClock(stage.show, stage.now + 7 * MINUTE)).toMatchObject({ elapsedMs: 11 * MINUTE, overMs: MINUTE, runOverMs: MINUTE });
  });

  it('carries what earlier segments ran over', () => {
    const stage = live();
    stage.do('segment.start', { segmentId: 'seg-1' });
    stage.now += 12 * MINUTE - 1_000;
    stage.do('segment.start', { segmentId: 'seg-2' });
    expect(segmentClock(stage.show, stage.now + MINUTE)).toMatchObject({ overMs: -29 * MINUTE, runOverMs: 2 * MINUTE });
  });

  it('goes on counting where a segment is taken up again', () => {
    const stage = live();
    stage.do('segment.start', { segmentId: 'seg-1' });
    stage.now += 3 * MINUTE - 1_000;
    stage.do('segment.start', { segmentId: 'seg-2' });
    stage.now += MINUTE - 1_000;
    stage.do('segment.start', { segmentId: 'seg-1' });
    expect(segmentClock(stage.show, stage.now + MINUTE)).toMatchObject({ elapsedMs: 4 * MINUTE });
  });

  it('skips the one that runs or one to come, never one that has been', () => {
    const stage = live();
    expect(stage.refused('segment.skip', {}).code).toBe('WRONG_STATE');
    stage.do('segment.start', { segmentId: 'seg-1' });
    stage.do('segment.skip', {});
    expect(stage.show.segmentId).toBeUndefined();
    expect(stage.show.segments[0]).toMatchObject({ skipped: true, endedAt: stage.now });
    stage.do('segment.skip', { segmentId: 'seg-3' });
    expect(stage.refused('segment.skip', { segmentId: 'seg-3' }).code).toBe('WRONG_STATE');
    stage.do('segment.start', { segmentId: 'seg-3' });
    expect(stage.show.segments[2]).not.toHaveProperty('skipped');
    stage.do('segment.start', { segmentId: 'seg-2' });
    expect(stage.refused('segment.skip', { segmentId: 'seg-3' })).toMatchObject({ params: { state: 'done' } });
  });

  it('is added to, edited and reordered while it runs', () => {
    const stage = live();
    stage.do('segment.add', { kind: '互动', title: '抽奖', minutes: 3, index: 1 });
    stage.do('segment.add', { segments: [{ kind: 'closing', title: '结尾', minutes: 5 }] });
    expect(stage.show.segments.map(({ title }) => title)).toEqual(['开场', '抽奖', '产品介绍', '福利', '结尾']);
    expect(stage.refused('segment.add', { title: '没有时长', kind: 'push' }).code).toBe('INVALID');
    stage.do('segment.edit', { segmentId: 'seg-2', minutes: 20, target: null, listingId: 'L3' });
    expect(stage.show.segments[2]).toMatchObject({ minutes: 20, listingId: 'L3' });
    expect(stage.show.segments[2]).not.toHaveProperty('target');
    expect(stage.refused('segment.edit', { segmentId: 'seg-2', listingId: 'nope' }).code).toBe('NOT_FOUND');
    stage.do('segment.reorder', { segmentId: 'seg-3', index: 0 });
    expect(stage.show.segments[0]?.title).toBe('福利');
  });
});

describe('a rhythm', () => {
  it('comes again so many minutes after it was set or done', () => {
    const stage = live();
    stage.do('rhythm.set', { label: '福袋', everyMinutes: 10 });
    stage.do('rhythm.set', { label: '扣1', everyMinutes: 3 });
    const set = stage.now;
    expect(rhythmsDue(stage.show, set + 4 * MINUTE)).toMatchObject([{ label: '扣1', inMs: -MINUTE }, { label: '福袋', inMs: 6 * MINUTE - 1_000 }]);
    stage.now = set + 4 * MINUTE - 1_000;
    stage.do('rhythm.done', { label: '扣1' });
    expect(rhythmsDue(stage.show, stage.now)).toMatchObject([{ label: '扣1', inMs: 3 * MINUTE }, { label: '福袋' }]);
    stage.do('rhythm.set', { label: '扣1', everyMinutes: 0 });
    expect(stage.show.rhythms).toHaveLength(1);
    expect(stage.refused('rhythm.done', { label: '扣1' }).code).toBe('NOT_FOUND');
    expect(stage.refused('rhythm.set', { label: '福袋', everyMinutes: 10 }).code).toBe('WRONG_STATE');
  });
});
