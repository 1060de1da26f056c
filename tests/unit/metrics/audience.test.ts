import { describe, expect, it } from 'vitest';
import { Example } from './support.ts';

const enter = (at: number, viewerId: string, source?: string) => ({ type: 'viewer.entered' as const, at, viewerId, ...(source === undefined ? {} : { source }) });
const leave = (at: number, viewerId: string) => ({ type: 'viewer.left' as const, at, viewerId });

describe('the audience', () => {
  it('counts people once and entries each time', () => {
    const show = new Example().facts('a', enter(0, 'x'), leave(30, 'x'), enter(40, 'x'), enter(50, 'y'));
    expect(show.metrics()).toMatchObject({ viewers: 2, views: 3, online: 2 });
  });

  it('adds up whole seconds watched: a re-entry ends the view before, an unmatched leave nothing, an open view counts to the last event', () => {
    const show = new Example().facts('a', leave(5, 'x'), enter(10, 'x'), enter(40, 'x'), leave(100, 'x'), leave(150, 'x'), enter(180, 'y'), { type: 'feed.alive', at: 200 });
    expect(show.metrics()).toMatchObject({ watchSeconds: 30 + 60 + 20, longViews: 1, longViewers: 1, averageWatch: { numerator: 110, denominator: 2 } });
  });

  it('ends views with the show', () => {
    const show = new Example().created().decision(0, { type: 'show.started' }).facts('a', enter(10, 'x'), leave(500, 'x'), enter(20, 'y'), { type: 'feed.alive', at: 600 }).decision(100, { type: 'show.ended' });
    expect(show.metrics()).toMatchObject({ watchSeconds: 90 + 80, longViews: 2 });
    expect(show.source('other')).toMatchObject({ watchSeconds: 170, longViews: 2 });
    expect(show.metrics()['averageOnline']).toEqual({ numerator: 170, denominator: 100 });
  });

  it('knows the peak and the average of joins minus leaves', () => {
    const show = new Example().facts('a', enter(0, 'x'), enter(10, 'y'), leave(20, 'x'), leave(40, 'y'), { type: 'feed.alive', at: 50 });
    expect(show.metrics()).toMatchObject({ peakOnline: 2, averageOnline: { numerator: 20 + 30, denominator: 50 }, online: 0 });
  });

  it('takes only the samples of a feed that samples, the one with the greatest time, and adds feeds up', () => {
    const show = new Example().facts('a', enter(0, 'x')).facts('b', enter(0, 'y'), { type: 'audience.sampled', at: 30, online: 70 }, { type: 'audience.sampled', at: 20, online: 500 });
    expect(show.metrics()).toMatchObject({ online: 71, peakOnline: 501 });
  });

  it('gives a viewer the source of the earliest entry, whatever came first, and moves with it what they did', () => {
    const show = new Example().facts('a', enter(50, 'x', 'paid'), { type: 'like.given', at: 55, viewerId: 'x', count: 3 });
    expect(show.source('paid')).toMatchObject({ viewers: 1, likes: 3, watchSeconds: 5 });
    show.facts('a', enter(10, 'x', 'natural'));
    expect(show.source('natural')).toMatchObject({ viewers: 1, views: 2, likes: 3, watchSeconds: 45 });
    expect(show.source('paid')).toEqual({});
  });

  it('counts who entered or left in the last minute', () => {
    const show = new Example().created().decision(0, { type: 'show.started' }).facts('a', enter(100, 'x'), enter(950, 'y'), leave(960, 'x'), leave(970, 'z'));
    expect(show.metrics()).toMatchObject({ entersPerMin: 1, leavesPerMin: 1 });
  });

  it('calls people in a window those present in it', () => {
    const show = new Example().created().decision(0, { type: 'show.started' });
    show.facts('a', enter(0, 'still here'), enter(0, 'gone'), leave(100, 'gone'), enter(0, 'left lately'), leave(800, 'left lately'));
    expect(show.metrics('5m')).toMatchObject({ viewers: 2, views: 0 });
    expect(show.metrics('show')).toMatchObject({ viewers: 3, views: 3 });
  });

  it('marks sampled people as estimates, unknown in a window, and never mixes them with counted ones', () => {
    const show = new Example().created().decision(0, { type: 'show.started' });
    show.facts('a', enter(900, 'x'), { type: 'comment.posted', at: 910, viewerId: 'x', text: 'hi' });
    show.facts('b', { type: 'metrics.sampled', at: 920, values: { viewers: 1_000, nonsense: 3 } });
    expect(show.metrics()).toMatchObject({ viewers: 1_001, commentRate: { numerator: 1, denominator: 1 } });
    expect(show.metrics('5m')).toMatchObject({ viewers: null, commentRate: { numerator: 0, denominator: 0 } });
    expect(show.view().approximate).toEqual(expect.arrayContaining(['viewers', 'commentRate', 'conversionRate']));
    expect(show.view().approximate).not.toContain('commenters');
  });

  it('reads a sampled total in a window as its growth', () => {
    const show = new Example().created().decision(0, { type: 'show.started' });
    show.facts('a', { type: 'metrics.sampled', at: 100, values: { views: 400 } }, { type: 'metrics.sampled', at: 950, values: { views: 1_000 } });
    expect(show.metrics('5m')).toMatchObject({ views: 600, entersPerMin: 600 });
  });

  it('hears 扣1 only where a comment is just the keyword, and only for a minute', () => {
    const say = (at: number, viewerId: string, text: string) => ({ type: 'comment.posted' as const, at, viewerId, text });
    const show = new Example().created().decision(0, { type: 'show.started' });
    show.facts('a', say(950, 'x', ' 111 '), say(960, 'x', '1'), say(970, 'y', '扣1扣1'), say(980, 'z', '1件多少'), say(900, 'w', '1'));
    expect(show.metrics()).toMatchObject({ wantUsers: 2, comments: 5, commenters: 4 });
  });

  it('moves all a viewer did to the source of an earlier entry, however much that is', () => {
    const liked = { type: 'like.given' as const, at: 11, viewerId: 'x', count: 70_000 };
    const entered = (at: number, source: string) => ({ type: 'viewer.entered' as const, at, viewerId: 'x', source });
    const show = new Example().facts('a', entered(10, 'paid'), liked, liked, { type: 'share.made', at: 12, viewerId: 'x' }).facts('a', entered(5, 'natural'));
    expect(show.source('natural')).toMatchObject({ likes: 140_000, shares: 1, views: 2 });
    expect(show.source('paid')).toEqual({});
  });
});
