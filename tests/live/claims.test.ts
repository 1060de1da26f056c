import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { TallyView } from '../../shared/metrics/view.ts';
import type { Accepted } from '../../server/ingest/ingest.ts';
import { startServer, type Reply, type TestServer } from '../support/server.ts';

interface ClaimView {
  claimId: string;
  status: string;
  unitPrice: number;
  amount: number;
  expiresAt: number;
  orderId?: string;
}
interface StockView {
  sku: string;
  onHand: number;
  available: number;
  held: number;
  sold: number;
  oversold: number;
}

let server: TestServer;
let show: string;
let made = 0;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  show = `claims-${++made}`;
  const listings = [
    { id: 'wash', sku: 'A', title: '洁面乳', price: 8_900, stock: 10, maxPerBuyer: 4 },
    { id: 'serum', title: '精华液', price: 19_900, skus: [{ sku: 'B30', name: '30ml', stock: 3 }, { sku: 'B/50', name: '50ml', price: 29_900, stock: 3 }] },
  ];
  expect((await server.call('POST', '/api/v1/shows', { id: show, title: '双11', currency: 'CNY', listings })).status).toBe(201);
  await command('show.start', { reason: 'test' });
});

const path = (rest: string): string => `/api/v1/shows/${show}/${rest}`;
const command = async (type: string, payload: object, id: string = randomUUID()): Promise<Reply> => {
  const reply = await server.call('POST', path('commands'), { id, type, payload });
  expect(reply.text).toContain('revision');
  return reply;
};
const claim = (fields: object): Promise<Reply> => server.call('POST', path('claims'), { claimId: randomUUID(), listingId: 'wash', buyerId: 'b1', quantity: 1, ...fields });
const act = (claimId: string, verb: 'pay' | 'cancel', body?: object): Promise<Reply> => server.call('POST', path(`claims/${claimId}/${verb}`), body);
const held = async (fields: object): Promise<ClaimView> => {
  const reply = await claim(fields);
  expect(reply.status).toBe(201);
  return reply.json<ClaimView>();
};
const codeOf = (reply: Reply): [number, string] => [reply.status, reply.json<Problem>().code];
const stock = async (sku: string): Promise<Partial<StockView>> => {
  const { available, held: waiting, sold, onHand } = (await server.call('GET', path('stock'))).json<StockView[]>().find((row) => row.sku === sku) ?? {};
  return { onHand, available, held: waiting, sold } as Partial<StockView>;
};
const orders = async (): Promise<unknown> => {
  const { lastId } = (await server.send(show, [{ type: 'feed.alive', at: Date.now() }])).json<Accepted>();
  const { metrics } = (await server.call('GET', path(`tally?after=${lastId}`))).json<TallyView>();
  return [metrics['orders'], metrics['units'], metrics['gmv']];
};

describe('a claim', () => {
  it('holds units at the live price until it is paid, and is then an order', async () => {
    const { claimId, ...view } = await held({ quantity: 2 });
    expect(view).toMatchObject({ status: 'held', unitPrice: 8_900, amount: 17_800 });
    expect(view.expiresAt - Date.now()).toBeGreaterThan(290_000);
    expect(await stock('A')).toEqual({ onHand: 10, available: 8, held: 2, sold: 0 });
    expect((await act(claimId, 'pay', { orderId: 'o1', amount: 17_800 })).json<ClaimView>()).toMatchObject({ status: 'paid', orderId: 'o1' });
    expect(await stock('A')).toEqual({ onHand: 10, available: 8, held: 0, sold: 2 });
    expect(await orders()).toEqual([1, 2, 17_800]);
  });

  it('sent again is answered with what became of it, and takes nothing more', async () => {
    const claimId = randomUUID();
    expect((await claim({ claimId })).status).toBe(201);
    const again = await claim({ claimId });
    expect([again.status, again.json<ClaimView>().status]).toEqual([200, 'held']);
    expect((await act(claimId, 'pay')).json<ClaimView>()).toMatchObject({ status: 'paid', orderId: `claim:${claimId}` });
    expect((await act(claimId, 'pay')).status).toBe(200);
    expect((await claim({ claimId })).json<ClaimView>().status).toBe('paid');
    expect(await stock('A')).toEqual({ onHand: 10, available: 9, held: 0, sold: 1 });
    expect(await orders()).toEqual([1, 1, 8_900]);
    expect((await server.call('GET', path(`claims/${claimId}`))).json<ClaimView>().status).toBe('paid');
  });

  it('gives its units back when it is cancelled, once', async () => {
    const { claimId } = await held({ quantity: 3 });
    expect((await act(claimId, 'cancel')).json<ClaimView>().status).toBe('cancelled');
    expect((await act(claimId, 'cancel')).status).toBe(200);
    expect(await stock('A')).toEqual({ onHand: 10, available: 10, held: 0, sold: 0 });
    expect(codeOf(await act(claimId, 'pay'))).toEqual([409, 'WRONG_STATE']);
  });

  it('has the price of its SKU, which must be named where there are several', async () => {
    expect(codeOf(await claim({ listingId: 'serum' }))).toEqual([422, 'INVALID']);
    expect(await held({ listingId: 'serum', sku: 'B/50' })).toMatchObject({ unitPrice: 29_900 });
    expect(await held({ listingId: 'serum', sku: 'B30' })).toMatchObject({ unitPrice: 19_900 });
  });

  it.each([
    ['quantity 0', { quantity: 0 }, 400, 'INVALID'],
    ['a fraction', { quantity: 1.5 }, 400, 'INVALID'],
    ['more than the cap', { quantity: 5 }, 409, 'LIMIT_REACHED'],
    ['an unknown listing', { listingId: 'none' }, 404, 'NOT_FOUND'],
    ['an unknown SKU', { sku: 'none' }, 404, 'NOT_FOUND'],
    ['an unknown deal', { dealId: 'none' }, 404, 'NOT_FOUND'],
    ['more than there is', { listingId: 'serum', sku: 'B30', quantity: 4 }, 409, 'INSUFFICIENT_STOCK'],
  ])('refuses %s, and takes nothing', async (_what, fields, status, code) => {
    const reply = await claim(fields);
    expect(codeOf(reply)).toEqual([status, code]);
    expect(reply.json<Problem>().detail).toMatch(/\w/);
    expect(await stock('A')).toEqual({ onHand: 10, available: 10, held: 0, sold: 0 });
  });

  it('refuses another claim under the same id, a wrong amount, and cancelling what is paid', async () => {
    const { claimId } = await held({});
    expect(codeOf(await claim({ claimId, buyerId: 'b2' }))).toEqual([409, 'ID_REUSED']);
    expect(codeOf(await act(claimId, 'pay', { amount: 8_800 }))).toEqual([422, 'INVALID']);
    await act(claimId, 'pay', { orderId: 'o1' });
    expect(codeOf(await act(claimId, 'cancel'))).toEqual([409, 'WRONG_STATE']);
    expect(codeOf(await act(claimId, 'pay', { orderId: 'o2' }))).toEqual([409, 'ID_REUSED']);
    const other = await held({});
    expect(codeOf(await act(other.claimId, 'pay', { orderId: 'o1' }))).toEqual([409, 'ID_REUSED']);
  });

  it('is refused once nothing is left, named as sold out, and nobody gets past the cap', async () => {
    for (const buyerId of ['b1', 'b2']) await held({ buyerId, quantity: 4 });
    await held({ buyerId: 'b3', quantity: 2 });
    expect(codeOf(await claim({ buyerId: 'b1' }))).toEqual([409, 'LIMIT_REACHED']);
    expect(codeOf(await claim({ buyerId: 'b4' }))).toEqual([409, 'SOLD_OUT']);
  });

  it('follows the desk: a new price, the shelf, a stop, the end', async () => {
    await command('listing.price', { listingId: 'wash', price: 7_900 });
    expect((await held({})).unitPrice).toBe(7_900);
    await command('listing.shelve', { listingId: 'wash' });
    expect(codeOf(await claim({}))).toEqual([409, 'WRONG_STATE']);
    await command('listing.unshelve', { listingId: 'wash' });
    const { claimId } = await held({});
    await command('show.freeze', {});
    expect(codeOf(await claim({}))).toEqual([409, 'FROZEN']);
    // What was judged before the stop stands.
    expect((await act(claimId, 'pay')).status).toBe(200);
    await command('show.unfreeze', {});
    await command('show.end', {});
    expect(codeOf(await claim({}))).toEqual([409, 'WRONG_STATE']);
  });
});

describe('a deal', () => {
  interface Started {
    events: { type: string; deal?: { dealId: string }; onHand?: { before: number; after: number } }[];
  }
  const start = async (fields: object = {}): Promise<string> => {
    const { events } = (await command('deal.start', { listingId: 'wash', price: 6_900, quantity: 5, perBuyer: 2, seconds: 60, holdSeconds: 10, ...fields })).json<Started>();
    return events[0]?.deal?.dealId ?? '';
  };

  it('sells at its price, up to its quantity and its cap a buyer, beside the live price', async () => {
    const dealId = await start();
    expect(await held({ dealId, quantity: 2 })).toMatchObject({ unitPrice: 6_900, amount: 13_800 });
    expect(await held({ quantity: 1 })).toMatchObject({ unitPrice: 8_900 });
    expect(codeOf(await claim({ dealId }))).toEqual([409, 'LIMIT_REACHED']);
    await held({ dealId, buyerId: 'b2', quantity: 2 });
    expect(codeOf(await claim({ dealId, buyerId: 'b3', quantity: 2 }))).toEqual([409, 'INSUFFICIENT_STOCK']);
    await held({ dealId, buyerId: 'b3' });
    expect(codeOf(await claim({ dealId, buyerId: 'b4' }))).toEqual([409, 'SOLD_OUT']);
    await command('deal.extend', { dealId, quantity: 1 });
    await held({ dealId, buyerId: 'b4' });
    expect(codeOf(await claim({ dealId, listingId: 'serum', sku: 'B30' }))).toEqual([422, 'INVALID']);
  });

  it('is not open during its countdown, nor after it was stopped; what was held stands', async () => {
    const dealId = await start({ countdownSeconds: 300 });
    expect(codeOf(await claim({ dealId }))).toEqual([409, 'DEAL_NOT_RUNNING']);
    await command('deal.stop', { dealId });
    const next = await start();
    const { claimId } = await held({ dealId: next });
    await command('deal.stop', { dealId: next });
    expect(codeOf(await claim({ dealId: next }))).toEqual([409, 'DEAL_NOT_RUNNING']);
    expect((await act(claimId, 'pay')).json<ClaimView>()).toMatchObject({ status: 'paid', amount: 6_900 });
  });

  it('gives back what is not paid in time, and refuses the payment by name', async () => {
    const dealId = await start();
    const { claimId, expiresAt } = await held({ dealId, quantity: 2 });
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(10_000);
    await expect.poll(() => stock('A'), { timeout: 20_000, interval: 200 }).toEqual({ onHand: 10, available: 10, held: 0, sold: 0 });
    expect(codeOf(await act(claimId, 'pay'))).toEqual([409, 'CLAIM_EXPIRED']);
    await held({ dealId, quantity: 2 });
  }, 30_000);

  it('lets go of every unpaid hold at one word', async () => {
    const one = await held({});
    const other = await held({ buyerId: 'b2', quantity: 3 });
    await act(one.claimId, 'pay');
    await command('hold.release', {});
    await expect.poll(() => stock('A'), { timeout: 5_000, interval: 50 }).toEqual({ onHand: 10, available: 9, held: 0, sold: 1 });
    expect(codeOf(await act(other.claimId, 'pay'))).toEqual([409, 'CLAIM_EXPIRED']);
  });

  it('leaves corrections of stock to the ledger: what is held or sold cannot be taken away', async () => {
    await held({ quantity: 4 });
    const { events } = (await command('stock.adjust', { sku: 'A', delta: -6, reason: '破损' }, 'adjust-1')).json<Started>();
    expect(events[0]?.onHand).toEqual({ before: 10, after: 4 });
    const refused = await server.call('POST', path('commands'), { id: 'adjust-2', type: 'stock.adjust', payload: { sku: 'A', delta: -1, reason: '破损' } });
    expect(codeOf(refused)).toEqual([409, 'INSUFFICIENT_STOCK']);
    // Once, however often it is sent; and counting what is there puts it right.
    await command('stock.adjust', { sku: 'A', delta: -6, reason: '破损' }, 'adjust-1');
    expect(await stock('A')).toEqual({ onHand: 4, available: 0, held: 4, sold: 0 });
    await command('stock.count', { sku: 'A', onHand: 20 });
    expect(await stock('A')).toEqual({ onHand: 20, available: 16, held: 4, sold: 0 });
  });
});

describe('what feeds sell', () => {
  const paid = (fields: object): object => ({ type: 'order.paid', at: Date.now(), viewerId: 'v1', ...fields });
  const sold = (sku: string, expected: object): Promise<void> => expect.poll(() => stock(sku), { timeout: 5_000, interval: 20 }).toEqual(expected);

  it('comes off the stock once, however often it is told, and shows where more was sold than there was', async () => {
    const order = paid({ orderId: 'p1', lines: [{ sku: 'A', quantity: 12, amount: 100 }] });
    await server.send(show, [order, order]);
    await server.send(show, [{ ...order, at: Date.now() + 5 }]);
    await sold('A', { onHand: 10, available: -2, held: 0, sold: 12 });
    expect((await server.call('GET', path('stock'))).json<StockView[]>()[0]?.oversold).toBe(2);
    expect(codeOf(await claim({}))).toEqual([409, 'SOLD_OUT']);
  });

  it('is counted under a SKU nobody listed', async () => {
    await server.send(show, [paid({ orderId: 'p1', lines: [{ sku: 'ghost', quantity: 2, amount: 100 }] })]);
    await sold('ghost', { onHand: 0, available: -2, held: 0, sold: 2 });
  });

  it('confirms a hold once, by its claim id or by its order id, before or after the payment', async () => {
    const named = await held({});
    await server.send(show, [paid({ orderId: 'p1', claimId: named.claimId, lines: [{ sku: 'A', quantity: 1, amount: 8_900 }] })]);
    await sold('A', { onHand: 10, available: 9, held: 0, sold: 1 });
    expect((await act(named.claimId, 'pay')).json<ClaimView>()).toMatchObject({ status: 'paid', orderId: 'p1' });

    const after = await held({});
    await act(after.claimId, 'pay', { orderId: 'p2' });
    await server.send(show, [paid({ orderId: 'p2', lines: [{ sku: 'A', quantity: 1, amount: 8_900 }] }), paid({ orderId: 'mark', lines: [{ sku: 'B30', quantity: 1, amount: 1 }] })]);
    await sold('B30', { onHand: 3, available: 2, held: 0, sold: 1 });
    expect(await stock('A')).toEqual({ onHand: 10, available: 8, held: 0, sold: 2 });

    const before = await held({});
    await server.send(show, [paid({ orderId: 'p3', lines: [{ sku: 'A', quantity: 1, amount: 8_900 }] })]);
    await sold('A', { onHand: 10, available: 6, held: 1, sold: 3 });
    await act(before.claimId, 'pay', { orderId: 'p3' });
    expect(await stock('A')).toEqual({ onHand: 10, available: 7, held: 0, sold: 3 });
    expect(await orders()).toEqual([4, 4, 26_701]);
  });
});
