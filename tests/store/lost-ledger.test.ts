import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryId, Sku } from '../../shared/ids.ts';
import type { Refusal } from '../../shared/protocol/problems.ts';
import type { Account } from '../../shared/stock/ledger.ts';
import { keysOf } from '../../server/store/keys.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { commitEvents } from '../support/commits.ts';
import { onRedis } from '../support/onRedis.ts';
import { lossyProxy, type LossyProxy } from '../support/proxy.ts';
import type { TestRedis } from '../support/redis.ts';
import { makeShow } from '../support/store.ts';

/** Shows, each with a line to Redis of its own, and replies lost on each. */
const LINES = 8;
const EACH = 25;
const OPENING = 10_000;

let redis: TestRedis;
let direct: Redis;
let lines: Line[];

/** A show on a line that loses replies. */
interface Line {
  proxy: LossyProxy;
  store: Store;
  showId: string;
  epoch: string;
}

onRedis((on) => {
  ({ redis, direct } = on);
});
beforeEach(async () => {
  lines = await Promise.all(Array.from({ length: LINES }, open));
});
afterEach(async () => {
  for (const { store, proxy } of lines) {
    await store.close();
    await proxy.close();
  }
});

async function open(): Promise<Line> {
  const proxy = await lossyProxy(redis.socket);
  const store = await openStore({ url: proxy.url, processId: randomUUID(), onTrouble: () => undefined });
  const show = makeShow({ listings: [{ id: 'wash', title: '洁面乳', price: 100, sku: 'A', stock: OPENING }] });
  await store.shows.create(show, '[{"type":"show.created"}]');
  const line = { proxy, store, showId: show.id, epoch: (await store.leases.take(show.id)) ?? '' };
  await commitEvents(store, show.id, 'start', () => [{ type: 'show.started' }]);
  // Once unhindered: Redis must know the scripts, or the lost reply would only be that it does not.
  await take(line, 'first');
  await cancel(line, 'first');
  await sell(line, 'first', 0);
  return line;
}

/** What is done, by the id under which it is done once. */
type Act = (line: Line, id: string) => Promise<unknown>;

const take: Act = ({ store, showId }, claimId) => store.ledger.judge(showId, [{ op: 'take', claimId, buyerId: 'b', listingId: 'wash', quantity: 1 }]);
const pay: Act = ({ store, showId }, claimId) => store.ledger.judge(showId, [{ op: 'pay', claimId }]);
const cancel: Act = ({ store, showId }, claimId) => store.ledger.judge(showId, [{ op: 'cancel', claimId }]);
const adjust: Act = ({ store, showId }, id) => commitEvents(store, showId, id, () => [{ type: 'stock.adjusted', sku: 'A' as Sku, delta: 3, reason: id }]);
/** A stock-take. */
const count: Act = ({ store, showId }, id) => commitEvents(store, showId, id, () => [{ type: 'stock.counted', sku: 'A' as Sku, counted: 7 }]);
const sell = ({ store, showId, epoch }: Line, orderId: string, units: number): Promise<unknown> => store.ledger.applySales(showId, epoch, '1-0' as EntryId, [{ orderId, units: units === 0 ? [] : [['A', units]] }]);

const keys = ({ showId }: Line): ReturnType<typeof keysOf> => keysOf(showId);
const record = (line: Line, id: string): Promise<string | null> => direct.hget(keys(line).claims, id);

/** The act under its id while its reply is lost, and again until it is answered. */
async function lose(line: Line, id: string, act: Act, before: () => Promise<unknown>): Promise<void> {
  const { proxy, store } = line;
  const lost = proxy.lost;
  proxy.loseReplyTo(id);
  await expect(act(line, id)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' } satisfies Partial<Refusal>);
  expect(proxy.lost).toBe(lost + 1);
  await expect.poll(() => store.ready(), { timeout: 10_000, interval: 2 }).toBe(true);
  await before();
  await act(line, id);
}

interface Tried {
  what: string;
  /** What must have been done before, by the same id. */
  first?: Act;
  act: Act;
  /** Forgets that it was done, as if its id were not looked for. @param before the claim's record as it was before */
  forget: (line: Line, id: string, before: string | null) => Promise<unknown>;
  /** The SKU's account after it was done `n` times. */
  after: (n: number) => Partial<Account>;
}

const back = (line: Line, id: string, before: string | null): Promise<unknown> => direct.hset(keys(line).claims, id, before ?? '');
const outcome = (line: Line, id: string): Promise<unknown> => direct.del(keys(line).command(id));

const TRIED: Tried[] = [
  { what: 'a claim', act: take, forget: (line, id) => direct.hdel(keys(line).claims, id), after: (n) => ({ available: OPENING - n, held: n, sold: 0 }) },
  // The hold and the order it became are found by the claim: with the claim as it was, and no such order, it is paid again.
  { what: 'a payment', first: take, act: pay, forget: async (line, id, before) => { await back(line, id, before); await direct.zadd(keys(line).holds, Date.now() + 100_000, id); await direct.hdel(keys(line).sales, `claim:${id}`); }, after: (n) => ({ sold: n }) },
  { what: 'a cancellation', first: take, act: cancel, forget: async (line, id, before) => { await back(line, id, before); await direct.zadd(keys(line).holds, Date.now() + 100_000, id); }, after: () => ({}) },
  { what: 'an adjustment', act: adjust, forget: outcome, after: (n) => ({ adjusted: 3 * n, available: OPENING + 3 * n }) },
  { what: 'a count', act: count, forget: outcome, after: () => ({ adjusted: 7 - OPENING, available: 7 }) },
  { what: 'sales that a feed told of', act: (line, id) => sell(line, id, 2), forget: (line, id) => direct.hdel(keys(line).sales, id), after: (n) => ({ sold: 2 * n, available: OPENING - 2 * n }) },
];

/** How often it was done, by the journal. */
const done = async ({ store, showId }: Line): Promise<number> => (await store.journal.after(showId, '0-0', 10_000)).length;

describe.each(TRIED)('$what whose reply is lost', ({ first, act, forget, after }) => {
  const all = async (times: number, forgets: boolean): Promise<void> => {
    await Promise.all(lines.map(async (line) => {
      const before = await done(line);
      for (let i = 0; i < times; i++) {
        const id = `lost-${i}-of-${line.showId}`;
        await first?.(line, id);
        const was = await record(line, id);
        await lose(line, id, act, () => (forgets ? forget(line, id, was) : Promise.resolve()));
      }
      const did = times * (forgets ? 2 : 1);
      expect((await done(line)) - before).toBe(did + (first ? times : 0));
      expect((await line.store.ledger.state(line.showId)).accounts.get('A')).toMatchObject(after(did));
    }));
  };

  it(`was done once when it is sent again, ${LINES * EACH} times out of ${LINES * EACH}`, async () => {
    await all(EACH, false);
    expect(lines.map(({ proxy }) => proxy.lost)).toEqual(lines.map(() => EACH));
  });

  it('would be done twice each time if its id were not looked for', () => all(3, true));
});
