import { describe, expect, it } from 'vitest';
import { readTally } from '../../../shared/metrics/read.ts';
import { beginDelta, beginWhole, saveAll } from '../../../shared/metrics/snapshot.ts';
import { WINDOWS } from '../../../shared/metrics/view.ts';
import { Example, T, bytesOf, line, restoreTally, wholeDelta } from './support.ts';

describe('a snapshot', () => {
  /** A show in which most of what is known stays as it is, and some of it changes all the time. */
  function busy(): { show: Example; round: (n: number) => void } {
    const show = new Example().created().decision(0, { type: 'show.started' });
    return {
      show,
      round: (n) => {
        for (let i = 0; i < 400; i++) {
          const viewerId = `v${(n * 400 + i) % (i % 2 === 0 ? 4_000 : 50)}`;
          show.facts('a', { type: 'viewer.entered', at: n, viewerId, id: `${n}-${i}` }, { type: 'product.clicked', at: n, viewerId, listingId: `L${i % 7}` });
        }
        show.facts('b', { type: 'order.paid', at: n, orderId: `o${n % 40}-${Math.floor(n / 60)}`, viewerId: `v${n}`, lines: [line('L1', n)] });
      },
    };
  }

  it('keeps its chunks within a few times what is live, and always whole', () => {
    const { show, round } = busy();
    const chunks = new Map<number, Uint8Array>();
    for (let n = 1; n <= 150; n++) {
      round(n);
      const { number, bytes, drop } = wholeDelta(show.tally);
      chunks.set(number, bytes);
      for (const each of drop) expect(chunks.delete(each)).toBe(true);
    }
    const stored = [...chunks.values()].reduce((sum, { length }) => sum + length, 0);
    const live = takeWhole(show);
    expect(stored).toBeLessThan(3.5 * live);
    expect(chunks.size).toBeLessThan(75);
    const back = restoreTally([...chunks].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
    for (const window of WINDOWS) expect(readTally(back, { now: T + 130_000, window })).toEqual(readTally(show.tally, { now: T + 130_000, window }));
  });

  it('is the tally at the moment it was begun, whatever comes while it is taken', () => {
    const { show, round } = busy();
    for (let n = 1; n <= 20; n++) round(n);
    const first = wholeDelta(show.tally).bytes;
    round(21);
    const then = WINDOWS.map((window) => readTally(show.tally, { now: T + 130_000, window }));
    const delta = beginDelta(show.tally);
    const parts = [delta.next()];
    for (let n = 22; n <= 40; n++) round(n);
    parts.push(bytesOf(delta));
    const back = restoreTally([first, Buffer.concat(parts.flatMap((part) => part ?? []))]);
    expect(WINDOWS.map((window) => readTally(back, { now: T + 130_000, window }))).toEqual(then);
  });

  it('is taken to its end before the next one begins', () => {
    const { show, round } = busy();
    round(1);
    const delta = beginDelta(show.tally);
    delta.next();
    expect(() => beginDelta(show.tally)).toThrow('has not been taken');
    bytesOf(delta);
    expect(beginDelta(show.tally).number).toBe(2);
  });

  it('can be cut whole from what was restored, part by part, and goes on with deltas of the tally it was cut from', () => {
    const { show, round } = busy();
    const chunks = new Map<number, Uint8Array>();
    const save = (): number => {
      const { number, bytes, drop } = wholeDelta(show.tally);
      for (const each of drop) chunks.delete(each);
      chunks.set(number, bytes);
      return number;
    };
    for (let n = 1; n <= 30; n++) {
      round(n);
      save();
    }
    const whole = beginWhole(restoreTally([...chunks].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)));
    expect(whole.number).toBe(show.tally.chunk);
    const parts: Uint8Array[] = [];
    for (let part = whole.next(); part; part = whole.next()) parts.push(part);
    const later: Uint8Array[] = [];
    for (let n = 31; n <= 60; n++) {
      const views = WINDOWS.map((window) => readTally(show.tally, { now: T + 130_000, window }));
      const back = restoreTally([...parts, ...later]);
      expect(WINDOWS.map((window) => readTally(back, { now: T + 130_000, window }))).toEqual(views);
      round(n);
      later.push(wholeDelta(show.tally).bytes);
    }
    // Who restored it goes on behind it too.
    const back = restoreTally(parts);
    const next = wholeDelta(back);
    expect([next.number, next.drop]).toEqual([whole.number + 1, []]);
  });

  it('can be made to begin again with the next delta', () => {
    const { show, round } = busy();
    for (let n = 1; n <= 5; n++) {
      round(n);
      wholeDelta(show.tally);
    }
    saveAll(show.tally);
    const { bytes, drop } = wholeDelta(show.tally);
    expect(drop).toEqual([1, 2, 3, 4, 5]);
    const back = restoreTally([bytes]);
    for (const window of WINDOWS) expect(readTally(back, { now: T + 130_000, window })).toEqual(readTally(show.tally, { now: T + 130_000, window }));
  });

  it('refuses what is not a chunk', () => {
    expect(() => restoreTally([])).toThrow('no chunks');
    expect(() => restoreTally([new Uint8Array(40)])).toThrow('not a chunk');
  });
});

/** What everything in pages takes, about. Unit: bytes. */
function takeWhole(show: Example): number {
  const { tally } = show;
  return [tally.names.slots, tally.viewers, tally.activity, tally.pairs, tally.sessions, tally.rows.store, tally.subjects, tally.cells, tally.ids.ring].reduce(
    (sum, pages) => sum + pages.count * (4 << pages.log),
    0,
  );
}
