import { describe, expect, it } from 'vitest';
import { medianOf } from '../../../shared/alerts/rules/audience.ts';
import { MINUTE, SECOND, Watch } from './make.ts';

const KIND = 'viewers.falling';
/** Three minutes with this audience. */
const withAudience = (online: number): Watch => new Watch().see({ online }).pass(3 * MINUTE);

describe('viewers falling', () => {
  it('20 % below the 3-minute median for 30 s is told, with the numbers', () => {
    const watch = withAudience(200).see({ online: 160 }).pass(30 * SECOND);
    expect(watch.look(KIND)).toEqual([]);
    watch.pass(SECOND);
    expect(watch.look(KIND)).toMatchObject([{ level: 'amber', params: { online: 160, median: 200, drop: 20 }, action: { type: 'cue.send', cue: 'retain' } }]);
  });

  it('one viewer less of a drop is not', () => {
    expect(withAudience(200).see({ online: 161 }).pass(MINUTE).look(KIND)).toEqual([]);
  });

  it('a moment above the mark begins the 30 s anew', () => {
    const watch = withAudience(200).see({ online: 150 }).pass(29 * SECOND).see({ online: 161 }).pass(SECOND).see({ online: 150 }).pass(30 * SECOND);
    expect(watch.look(KIND)).toEqual([]);
    expect(watch.pass(SECOND).look(KIND)).toHaveLength(1);
  });

  it('needs an audience of 100 to fall from; a fall from 150 to 90 counts', () => {
    expect(withAudience(99).see({ online: 50 }).pass(MINUTE).look(KIND)).toEqual([]);
    expect(withAudience(100).see({ online: 80 }).pass(31 * SECOND).look(KIND)).toHaveLength(1);
    expect(withAudience(150).see({ online: 90 }).pass(31 * SECOND).look(KIND)).toHaveLength(1);
  });

  it('stays between the marks, clears after 15 s at half the drop', () => {
    const watch = withAudience(200).see({ online: 150 }).pass(31 * SECOND).see({ online: 180 }).pass(30 * SECOND);
    expect(watch.look(KIND)).toHaveLength(1);
    watch.see({ online: 181 }).pass(15 * SECOND);
    expect(watch.look(KIND)).toHaveLength(1);
    expect(watch.pass(SECOND).look(KIND)).toEqual([]);
  });

  it('clears by itself once the median has followed', () => {
    expect(withAudience(200).see({ online: 120 }).pass(MINUTE).look(KIND)).toHaveLength(1);
    expect(withAudience(200).see({ online: 120 }).pass(3 * MINUTE).look(KIND)).toEqual([]);
  });

  it('rests five minutes before it is told again', () => {
    const watch = withAudience(200).see({ online: 150 }).pass(31 * SECOND).see({ online: 200 }).pass(17 * SECOND);
    expect(watch.look(KIND)).toEqual([]);
    const fall = () => watch.see({ online: 200 }).pass(2 * MINUTE).see({ online: 100 }).pass(35 * SECOND).look(KIND);
    expect(fall()).toEqual([]);
    expect(fall()).toEqual([]);
    watch.see({ online: 200 }).pass(3 * MINUTE);
    expect(watch.see({ online: 100 }).pass(32 * SECOND).look(KIND)).toHaveLength(1);
  });

  it('is not judged while every feed is silent, nor in the first minute', () => {
    expect(withAudience(200).see({ online: null }).pass(2 * MINUTE).look(KIND)).toEqual([]);
    expect(new Watch().see({ online: 500 }).pass(20 * SECOND).see({ online: 100 }).pass(39 * SECOND).look(KIND)).toEqual([]);
  });

  it('goes by the show\'s own figures', () => {
    const watch = withAudience(50);
    watch.stage.do('show.edit', { thresholds: { 'viewers.least': 10, 'viewers.drop': 50, 'viewers.seconds': 5 } });
    expect(watch.see({ online: 26 }).pass(10 * SECOND).look(KIND)).toEqual([]);
    expect(watch.see({ online: 25 }).pass(6 * SECOND).look(KIND)).toHaveLength(1);
  });
});

it('a median is the middle, or the mean of the two', () => {
  expect([medianOf([3]), medianOf([9, 1, 5]), medianOf([4, 1, 2, 9]), medianOf([])]).toEqual([3, 5, 3, NaN]);
});
