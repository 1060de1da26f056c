import { describe, expect, it } from 'vitest';
import { ServerClock } from '../../../client/live/clock.ts';
import { judgePatch, judgeTick, rejoinDelay, type Held } from '../../../client/live/repair.ts';

const held: Held = { revision: 4, id: '10-0.0', tick: 20, window: '5m', heardAt: 5_000 };
const tick = { window: '5m' as const, tick: 21, prevTick: 20, revision: 4, serverTime: 5_100 };

describe('patches', () => {
  it('applies the one that follows what is held', () => expect(judgePatch(held, { revision: 5, id: '11-0.0', prev: '10-0.0' })).toBe('apply'));
  it('joins again when one was missed', () => expect(judgePatch(held, { revision: 6, id: '12-0.0', prev: '11-0.0' })).toBe('rejoin'));
  it('ignores what the snapshot already had', () => {
    expect(judgePatch(held, { revision: 4, id: '10-0.0', prev: '9-0.0' })).toBe('ignore');
    expect(judgePatch(held, { revision: 3, id: '9-0.0', prev: '8-0.0' })).toBe('ignore');
  });
});

describe('ticks', () => {
  it('applies the next', () => expect(judgeTick(held, tick)).toBe('apply'));
  it('joins again when one was lost', () => expect(judgeTick(held, { ...tick, tick: 23, prevTick: 22 })).toBe('rejoin'));
  it('ignores one from before the snapshot', () => expect(judgeTick(held, { ...tick, tick: 19, prevTick: 18, serverTime: 5_000 })).toBe('ignore'));
  it('joins again when the numbers begin anew: another process hosts the show by now', () => expect(judgeTick(held, { ...tick, tick: 2, prevTick: 1 })).toBe('rejoin'));
  it('ignores one of a window no longer looked at', () => expect(judgeTick(held, { ...tick, window: 'show', tick: 99, prevTick: 98 })).toBe('ignore'));
  it('uses one that speaks of a patch to come, and watches for it', () => expect(judgeTick(held, { ...tick, revision: 5 })).toBe('watch'));
});

describe('coming back', () => {
  it('waits longer each time, spread over half of it, never over five seconds', () => {
    expect(rejoinDelay(0, 0)).toBe(125);
    expect(rejoinDelay(0, 0.999)).toBeLessThanOrEqual(250);
    expect(rejoinDelay(3, 0)).toBe(1_000);
    for (let n = 0; n < 40; n += 1) expect(rejoinDelay(n, 0.999)).toBeLessThanOrEqual(5_000);
  });
});

describe("the server's clock", () => {
  it('believes the quickest round trip, halved', () => {
    let steady = 0;
    const clock = new ServerClock(() => steady, 0);
    clock.heard({ sentAt: 0, receivedAt: 400, serverTime: 10_390 });
    clock.heard({ sentAt: 1_000, receivedAt: 1_010, serverTime: 11_005 });
    clock.heard({ sentAt: 2_000, receivedAt: 2_300, serverTime: 12_290 });
    steady = 5_000;
    expect(clock.now()).toBe(15_000);
  });

  it('forgets a quick trip once eight newer ones say otherwise', () => {
    const clock = new ServerClock(() => 0, 0);
    clock.heard({ sentAt: 0, receivedAt: 2, serverTime: 1 });
    for (let i = 0; i < 8; i += 1) clock.heard({ sentAt: i * 10, receivedAt: i * 10 + 4, serverTime: i * 10 + 502 });
    expect(clock.now()).toBe(500);
  });

  it('ignores a trip that ends before it began', () => {
    const clock = new ServerClock(() => 0, 7);
    clock.heard({ sentAt: 5, receivedAt: 1, serverTime: 99 });
    expect(clock.now()).toBe(7);
  });
});
