import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerClock } from '../../../client/live/clock.ts';
import { follow, type FollowHandlers } from '../../../client/live/follow.ts';
import { failureOf, type Outcome } from '../../../client/live/http.ts';
import type { Transport } from '../../../client/live/transport.ts';
import type { Joined, Patch, Tick } from '../../../shared/protocol/socket.ts';

type Answer = (outcome: Outcome<unknown>) => void;

/** A line in memory: what is asked waits until the test answers it. */
class Line {
  up = true;
  joins: { body: Record<string, unknown>; answer: Answer }[] = [];
  private heard = new Map<string, (body: unknown) => void>();
  private links: ((up: boolean) => void)[] = [];
  readonly transport = {
    open: () => undefined,
    close: () => undefined,
    connected: () => this.up,
    ask: (name: string, body: Record<string, unknown>) =>
      new Promise<Outcome<unknown>>((resolve) => {
        if (name === 'show:join') this.joins.push({ body, answer: resolve });
        else resolve({ ok: true, value: {} });
      }),
    hear: (name: string, _check: unknown, handler: (body: unknown) => void) => {
      this.heard.set(name, handler);
      return () => this.heard.delete(name);
    },
    restarting: () => false,
    onLink: (handler: (up: boolean) => void) => {
      this.links.push(handler);
      return () => undefined;
    },
    onRefused: () => () => undefined,
  } as unknown as Transport;

  link(up: boolean): void {
    this.up = up;
    this.links.forEach((link) => link(up));
  }
  tell(name: 'show:patched' | 'tally:ticked', body: unknown): void {
    this.heard.get(name)?.(body);
  }
  async answer(index: number, joined: Partial<Joined> & { window?: string } = {}): Promise<void> {
    const value = { revision: 1, id: '1-0.0', show: {}, tick: 10, serverTime: 0, tally: { window: joined.window ?? 'show' }, ...joined };
    this.joins[index]?.answer({ ok: true, value });
    await vi.advanceTimersByTimeAsync(0);
  }
}

const patch = (revision: number): Patch => ({ showId: 's', revision, id: `${revision}-0.0`, prev: `${revision - 1}-0.0`, events: [] });
const tick = (n: number, more: Partial<Tick> = {}): Tick => ({ showId: 's', window: 'show', tick: n, prevTick: n - 1, revision: 1, id: '1-0.0', serverTime: 0, online: 0, metrics: {}, listings: [], ...more });

describe('following a show', () => {
  let line: Line;
  let said: string[];
  const handlers: FollowHandlers = {
    joined: () => said.push('joined'),
    patched: (p) => said.push(`patch ${p.revision}`),
    ticked: (t) => said.push(`tick ${t.tick}`),
    presence: () => undefined,
    link: (state) => said.push(state),
  };
  const start = () => follow(line.transport, new ServerClock(() => 0, 0), 's', 'show', handlers, () => 0);

  beforeEach(() => {
    vi.useFakeTimers();
    line = new Line();
    said = [];
  });
  afterEach(() => void vi.useRealTimers());

  it('joins, then applies patches and ticks in order', async () => {
    start();
    await line.answer(0);
    line.tell('show:patched', patch(2));
    line.tell('tally:ticked', tick(11, { revision: 2 }));
    expect(said).toEqual(['joining', 'joined', 'live', 'patch 2', 'tick 11']);
  });

  it('keeps a patch that comes before the snapshot, and applies it if the snapshot lacks it', async () => {
    start();
    line.tell('show:patched', patch(1));
    line.tell('show:patched', patch(2));
    await line.answer(0);
    expect(said).toEqual(['joining', 'joined', 'live', 'patch 2']);
  });

  it('joins again after a gap, once, with what it has, however many gaps it sees', async () => {
    start();
    await line.answer(0);
    line.tell('tally:ticked', tick(15));
    line.tell('tally:ticked', tick(17));
    line.tell('show:patched', patch(9));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(line.joins).toHaveLength(2);
    expect(line.joins[1]?.body['have']).toEqual({ revision: 1, id: '1-0.0' });
  });

  it('joins again soon after a lost tick, although every tick that follows says the same', async () => {
    start();
    await line.answer(0);
    for (let n = 13; n < 23; n += 1) {
      line.tell('tally:ticked', tick(n));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(line.joins).toHaveLength(2);
  });

  it('joins again when the patch a tick spoke of does not come', async () => {
    start();
    await line.answer(0);
    line.tell('tally:ticked', tick(11, { revision: 2 }));
    await vi.advanceTimersByTimeAsync(300);
    expect(line.joins).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(line.joins).toHaveLength(2);
  });

  it('tries again, later and later, while the answer is trouble, and stops at a refusal', async () => {
    start();
    line.joins[0]?.answer({ ok: false, failure: failureOf('OVERLOADED') });
    await vi.advanceTimersByTimeAsync(200);
    expect(line.joins).toHaveLength(2);
    line.joins[1]?.answer({ ok: false, failure: failureOf('NOT_FOUND') });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(line.joins).toHaveLength(2);
    expect(said.at(-1)).toBe('refused');
  });

  it('joins when the line is back, and says that it was gone', async () => {
    start();
    await line.answer(0);
    line.link(false);
    line.link(true);
    await line.answer(1);
    expect(said).toEqual(['joining', 'joined', 'live', 'reconnecting', 'joined', 'live']);
  });

  it('asks again for the window wanted last, when it changed under way', async () => {
    const following = start();
    following.look('5m');
    await line.answer(0);
    await vi.advanceTimersByTimeAsync(500);
    expect(line.joins.at(-1)?.body['window']).toBe('5m');
    await line.answer(1, { window: '5m' });
    line.tell('tally:ticked', tick(11));
    expect(said.at(-1)).toBe('live');
  });
});
