import { describe, expect, it } from 'vitest';
import { isFault, readEvent } from '../../../server/ingest/check.ts';
import { createAudience, type AudienceOptions } from '../../../server/ingest/simulate/audience.ts';
import { Agenda } from '../../../server/ingest/simulate/agenda.ts';
import { createRandom } from '../../../server/ingest/simulate/random.ts';
import type { SeenRoom } from '../../../server/ingest/simulate/room.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';

const MINUTE = 60_000;
const LISTING = { id: 'L1', number: 7, title: '烟酰胺焕亮精华液', price: 19_900, listPrice: 26_900, skus: [{ sku: 'S1', name: '30ml', stock: 100_000 }] };
const ROOM: SeenRoom = { listings: [LISTING], onAir: { listingId: 'L1', since: 0 } };

interface Run extends Partial<AudienceOptions> {
  minutes?: number;
  stepMs?: number;
  room?: (at: number) => SeenRoom;
}

function run({ minutes = 10, stepMs = 1_000, room = () => ROOM, ...options }: Run = {}): PlatformEvent[] {
  const audience = createAudience({ seed: 3, startAt: 0, arrivalsPerMinute: 300, people: 100_000, ...options });
  const events: PlatformEvent[] = [];
  for (let at = stepMs; at <= minutes * MINUTE; at += stepMs) {
    const { audience: crowd, orders } = audience.step(at, room(at));
    events.push(...crowd, ...orders);
  }
  return events;
}

const count = (events: PlatformEvent[], type: PlatformEvent['type']): number => events.filter((event) => event.type === type).length;
const bySorted = (events: PlatformEvent[]): string[] => events.map((event) => JSON.stringify(event)).sort();

describe('the simulated audience', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(run({ minutes: 3 })).toEqual(run({ minutes: 3 }));
    expect(run({ minutes: 3, seed: 4 })).not.toEqual(run({ minutes: 3 }));
  });

  it('does not depend on how the caller cuts time', () => {
    expect(bySorted(run({ minutes: 3, stepMs: 250 }))).toEqual(bySorted(run({ minutes: 3, stepMs: 4_500 })));
  });

  it('sends only events that the ingest route takes', () => {
    const faults = run().map((event) => readEvent(JSON.parse(JSON.stringify(event)))).filter(isFault);
    expect(faults).toEqual([]);
  });

  it('brings exactly as many different people as asked for', () => {
    const events = run({ people: 1_234, arrivalsPerMinute: 120, allWithinMs: 10 * MINUTE });
    const viewers = new Set(events.flatMap((event) => (event.type === 'viewer.entered' ? [event.viewerId] : [])));
    expect(viewers.size).toBe(1_234);
  });

  it('has nobody inside twice, and nobody leaving who is not inside', () => {
    const inside = new Set<string>();
    for (const event of run().toSorted((a, b) => a.at - b.at)) {
      if (event.type === 'viewer.entered') {
        expect(inside.has(event.viewerId)).toBe(false);
        inside.add(event.viewerId);
      } else if (event.type === 'viewer.left') expect(inside.delete(event.viewerId)).toBe(true);
    }
  });

  it('pays and cancels only what was ordered, never both, and refunds only what was paid', () => {
    const state = new Map<string, string>();
    for (const event of run({ minutes: 40 })) {
      if (event.type === 'order.created') state.set(event.orderId, 'created');
      if (event.type === 'order.paid' || event.type === 'order.cancelled') {
        expect(state.get(event.orderId)).toBe('created');
        state.set(event.orderId, event.type);
      }
      if (event.type === 'order.refunded') expect(state.get(event.orderId)).toBe('order.paid');
    }
    expect(new Set(state.values())).toEqual(new Set(['created', 'order.paid', 'order.cancelled']));
  });

  it('orders more while a deal runs, at its price and in its name', () => {
    const deal = { dealId: 'd1', listingId: 'L1', price: 14_900, startsAt: 5 * MINUTE, endsAt: 8 * MINUTE };
    const calm = run();
    const rushed = run({ room: () => ({ ...ROOM, deals: [deal] }) });
    expect(count(rushed, 'order.created')).toBeGreaterThan(1.5 * count(calm, 'order.created'));
    for (const event of rushed) {
      if (event.type !== 'order.created') continue;
      const [line] = event.lines;
      const during = event.at >= deal.startsAt && event.at < deal.endsAt;
      expect(line?.dealId).toBe(during ? 'd1' : undefined);
      expect((line?.amount ?? 0) / (line?.quantity ?? 1)).toBe(during ? 14_900 : 19_900);
    }
  });

  it('turns heads when another listing is taken or its price falls', () => {
    const other = { ...LISTING, id: 'L2', title: '胶原紧致面霜 50g' };
    const taken = run({ minutes: 6, room: (at) => ({ listings: [LISTING, other], onAir: at < 5 * MINUTE ? { listingId: 'L1', since: 0 } : { listingId: 'L2', since: 5 * MINUTE } }) });
    const shown = taken.filter((event) => event.type === 'product.shown' && event.listingId === 'L2' && event.at >= 5 * MINUTE);
    expect(shown.length).toBeGreaterThan(100);
    const cheaper = run({ minutes: 6, room: (at) => ({ ...ROOM, listings: [at < 5 * MINUTE ? LISTING : { ...LISTING, price: 14_900 }] }) });
    expect(count(cheaper, 'product.shown')).toBeGreaterThan(1.05 * count(run({ minutes: 6 }), 'product.shown'));
  });

  it('never orders more than there is', () => {
    const scarce = { ...LISTING, skus: [{ sku: 'S1', name: '30ml', stock: 5 }] };
    const units = run({ room: () => ({ ...ROOM, listings: [scarce] }) }).reduce((sum, event) => sum + (event.type === 'order.created' ? (event.lines[0]?.quantity ?? 0) : 0), 0);
    expect(units).toBe(5);
  });

  it('types varied comments about what is on air, and 扣1 when the host asks', () => {
    const comments = run().flatMap((event) => (event.type === 'comment.posted' ? [event] : []));
    const words = comments.filter(({ text }) => !/^[1扣要！]+$/.test(text));
    expect(new Set(words.map(({ text }) => text)).size).toBeGreaterThan(80);
    expect(words.filter(({ text }) => /精华|7号|30ml|199/.test(text)).length).toBeGreaterThan(words.length * 0.15);
    expect(words.every(({ text }) => !/[{}]/.test(text))).toBe(true);
    const asked = comments.filter(({ at, text }) => at >= 45_000 && at < 57_000 && /^[1扣要！]+$/.test(text));
    expect(asked.length).toBeGreaterThan(10);
  });

  it('has heavy-tailed watch times: many look in, some stay', () => {
    const from = new Map<string, number>();
    const stays: number[] = [];
    for (const event of run({ minutes: 60, arrivalsPerMinute: 60 }).toSorted((a, b) => a.at - b.at)) {
      if (event.type === 'viewer.entered') from.set(event.viewerId, event.at);
      if (event.type === 'viewer.left') stays.push((event.at - (from.get(event.viewerId) ?? 0)) / 1_000);
    }
    stays.sort((a, b) => a - b);
    expect(stays[Math.floor(stays.length / 4)]).toBeLessThan(15);
    expect(stays[Math.floor(stays.length * 0.95)]).toBeGreaterThan(300);
  });
});

describe('the agenda', () => {
  it('gives what is due, soonest first, equals in their order', () => {
    const random = createRandom(5);
    const agenda = new Agenda<number>();
    const times = Array.from({ length: 2_000 }, () => random.below(300));
    for (const [i, at] of times.entries()) agenda.add(at, i);
    const order: number[] = [];
    for (let task = agenda.due(1e9); task; task = agenda.due(1e9)) order.push(task.what);
    expect(order).toEqual(times.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i).map(({ i }) => i));
  });
});
