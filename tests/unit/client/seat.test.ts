import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf, failed, type Http } from '../../../client/live/http.ts';
import { followSeat, openLink, type SeatKind, type SeatLink } from '../../../client/live/seat.ts';
import type { Transport } from '../../../client/live/transport.ts';

interface View {
  showId: string;
  at: number;
}

/** A line that the test speaks for. */
class Line {
  up = false;
  asked = 0;
  answer: { view: View | null } | 'FORBIDDEN' | 'STORE_UNAVAILABLE' = { view: null };
  tell: (view: View) => void = () => undefined;
  private link: (connected: boolean) => void = () => undefined;
  refuse: () => void = () => undefined;
  readonly transport = {
    connected: () => this.up,
    restarting: () => false,
    onLink: (handler: (connected: boolean) => void) => void (this.link = handler),
    onRefused: (handler: () => void) => void (this.refuse = handler),
  } as unknown as Transport;
  readonly kind: SeatKind<View> = {
    role: 'overlay',
    ask: () => {
      this.asked++;
      return Promise.resolve(typeof this.answer === 'string' ? failed(failureOf(this.answer)) : { ok: true as const, value: this.answer });
    },
    hear: (_transport, shown) => {
      this.tell = shown;
      return () => undefined;
    },
  };

  connect(up: boolean): void {
    this.up = up;
    this.link(up);
  }
}

let line: Line;
let shown: number[];
let links: SeatLink[];
beforeEach(() => {
  vi.useFakeTimers();
  line = new Line();
  shown = [];
  links = [];
  followSeat(line.kind, 's', line.transport, { shown: ({ at }) => void shown.push(at), link: (state) => void links.push(state) }, () => 0);
});
afterEach(() => void vi.useRealTimers());

describe('a wall or overlay', () => {
  it('asks when the line comes up, and shows what it is answered and told', async () => {
    line.answer = { view: { showId: 's', at: 1 } };
    line.connect(true);
    await vi.advanceTimersByTimeAsync(0);
    line.tell({ showId: 's', at: 2 });
    line.tell({ showId: 'another', at: 3 });
    expect([shown, line.asked, links.at(-1)]).toEqual([[1, 2], 1, 'live']);
  });

  it('does not go back to a view that was overtaken, but follows a clock that was set back', () => {
    line.connect(true);
    for (const at of [10_000, 9_900, 10_200, 1_000]) line.tell({ showId: 's', at });
    expect(shown).toEqual([10_000, 10_200, 1_000]);
  });

  it('asks again where it hears nothing, less and less often, and stops once it does', async () => {
    line.connect(true);
    await vi.advanceTimersByTimeAsync(30_000);
    const asked = line.asked;
    expect(asked).toBeGreaterThan(4);
    expect(asked).toBeLessThan(20);
    for (let at = 1; at <= 10; at++) {
      line.tell({ showId: 's', at });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(line.asked).toBe(asked);
  });

  it('says that the line is lost, and is back with the first view', async () => {
    line.connect(true);
    line.tell({ showId: 's', at: 1 });
    line.connect(false);
    expect(links.at(-1)).toBe('lost');
    line.answer = { view: { showId: 's', at: 2 } };
    line.connect(true);
    await vi.advanceTimersByTimeAsync(0);
    expect([links.at(-1), shown.at(-1)]).toEqual(['live', 2]);
  });

  it('is over once the server says that it may not look, whatever is told after that; a store that is away ends nothing', async () => {
    line.answer = 'STORE_UNAVAILABLE';
    line.connect(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(links).not.toContain('refused');
    line.answer = 'FORBIDDEN';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(links.at(-1)).toBe('refused');
    const asked = line.asked;
    line.tell({ showId: 's', at: 5 });
    line.connect(false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([shown, links.at(-1), line.asked]).toEqual([[], 'refused', asked]);
  });
});

describe('a link', () => {
  it('is tried until the server has said yes or no', async () => {
    const outcomes = [failed(failureOf('OFFLINE')), failed(failureOf('RATE_LIMITED')), { ok: true as const, value: {} }];
    const sent: unknown[] = [];
    const http = { send: (_method: string, path: string, body: unknown) => (sent.push([path, body]), Promise.resolve(outcomes[sent.length - 1])) } as unknown as Http;
    const opened = openLink(http, 'token', () => 0);
    await vi.advanceTimersByTimeAsync(60_000);
    await opened;
    expect(sent).toEqual(Array.from({ length: 3 }, () => ['/session/link', { token: 'token' }]));
  });

  it('that is refused is not tried again', async () => {
    let sent = 0;
    const http = { send: () => (sent++, Promise.resolve(failed(failureOf('UNAUTHENTICATED')))) } as unknown as Http;
    await openLink(http, 'token', () => 0);
    expect(sent).toBe(1);
  });
});
