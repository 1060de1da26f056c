import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Live } from '../../../client/live/live.ts';
import { everyShown } from '../../../client/live/pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How often it is done in ten seconds of this machine, while the show's clock runs at `speed`. */
function timesIn10s(speed: number, playback: boolean): number {
  let now = 0;
  let times = 0;
  const run = setInterval(() => (now += 100 * speed), 100);
  const stop = everyShown({ clock: { now: () => now } as unknown as Live['clock'], ...(playback ? { player: {} as NonNullable<Live['player']> } : {}) }, 5_000, () => times++);
  vi.advanceTimersByTime(10_000);
  stop();
  clearInterval(run);
  vi.advanceTimersByTime(10_000);
  return times;
}

it('is done by the show\'s own time, at most once a second, and not while a playback stands still', () => {
  expect(timesIn10s(1, false)).toBe(2);
  expect(timesIn10s(1, true)).toBe(2);
  expect(timesIn10s(60, true)).toBe(10);
  expect(timesIn10s(0, true)).toBe(0);
});
