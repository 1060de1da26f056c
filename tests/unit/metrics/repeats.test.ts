import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../shared/ids.ts';
import { Repeats } from '../../../shared/metrics/repeats.ts';
import { beginDelta } from '../../../shared/metrics/snapshot.ts';
import { createTally, foldEntry } from '../../../shared/metrics/tally.ts';
import { restoreTally } from './support.ts';

const id = (n: number): EntryId => `${n}-0` as EntryId;
const like = (eventId?: string) => ({ type: 'like.given' as const, at: 1_760_000_000_000, ...(eventId === undefined ? {} : { id: eventId }) });

describe('events that were counted before', () => {
  const tally = createTally('s');
  foldEntry(tally, { id: id(1), arrivedAt: 1, feed: 'a', events: [like('x'), like('y'), like('x')] });
  foldEntry(tally, { id: id(2), arrivedAt: 2, feed: 'a', events: [like(), like('y'), like('z'), like('x')] });

  it('are remembered by entry and place', () => {
    expect(tally.repeats.between(id(0), id(9))).toEqual({ unknownTo: '0-0', entries: [[id(1), [2]], [id(2), [1, 3]]] });
    expect(tally.repeats.between(id(1), id(2)).entries).toEqual([[id(2), [1, 3]]]);
    expect(tally.repeats.between(id(0), id(1)).entries).toEqual([[id(1), [2]]]);
  });

  it('are still known to a tally that was restored', () => {
    const delta = beginDelta(tally);
    const parts: Uint8Array[] = [];
    for (let part = delta.next(); part; part = delta.next()) parts.push(part);
    expect(restoreTally([Buffer.concat(parts)]).repeats.saved()).toEqual(tally.repeats.saved());
  });

  it('are forgotten once they are written down', () => {
    tally.repeats.forget(id(1));
    expect(tally.repeats.saved().entries).toEqual([[id(2), [1, 3]]]);
  });

  it('are let go of, the oldest first, where nobody writes them down; and it is said up to where', () => {
    const repeats = new Repeats();
    for (let n = 1; n <= 200_001; n++) repeats.note(id(n), 0);
    const { unknownTo, entries } = repeats.saved();
    expect(unknownTo).toBe(id(100_001));
    expect(entries[0]).toEqual([id(100_002), [0]]);
    expect(entries).toHaveLength(100_000);
  });
});
