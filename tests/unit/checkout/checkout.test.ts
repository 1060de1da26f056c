import { expect, it } from 'vitest';
import { CLAIMS_PER_CALL } from '../../../shared/stock/claims.ts';
import { Checkout, type CheckoutOptions } from '../../../server/checkout/checkout.ts';
import type { Ask } from '../../../server/store/ledger.ts';

type Judge = CheckoutOptions['ledger']['judge'];

/** A checkout over a ledger that answers when it is told to. */
function withSlowLedger() {
  const calls: { asks: readonly Ask[]; answer: () => void }[] = [];
  const judge: Judge = (_showId, asks) =>
    new Promise((resolve) => {
      calls.push({ asks, answer: () => resolve({ answers: asks.map(() => ({ is: 'refused', code: 'SOLD_OUT', what: 'sku', figure: 0 })), entry: undefined }) });
    });
  const checkout = new Checkout({ ledger: { judge, claim: () => Promise.resolve(undefined) }, onJournalled: () => undefined });
  let buyers = 0;
  const told: number[] = [];
  const take = (count: number): void => {
    for (let n = 0; n < count; n++) {
      const number = ++buyers;
      checkout.take('d11', { claimId: `c${number}`, buyerId: `b${number}`, listingId: 'wash', quantity: 1 }).catch(() => told.push(number));
    }
  };
  return { calls, told, take, sizes: () => calls.map(({ asks }) => asks.length) };
}

const turns = async (count = 3): Promise<void> => {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
};

it('asks at once while nothing is asked, and what comes meanwhile in one call once that is answered', async () => {
  const { calls, told, take, sizes } = withSlowLedger();
  take(3);
  await turns();
  expect(sizes()).toEqual([3]);
  take(2);
  await turns();
  take(4);
  await turns();
  expect(sizes()).toEqual([3]);
  calls[0]?.answer();
  await turns();
  expect(sizes()).toEqual([3, 6]);
  calls[1]?.answer();
  await turns();
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('asks in full calls behind the one under way, four at most', async () => {
  const { calls, told, take, sizes } = withSlowLedger();
  take(1);
  await turns();
  take(CLAIMS_PER_CALL * 5 + 7);
  await turns();
  expect(sizes()).toEqual([1, CLAIMS_PER_CALL, CLAIMS_PER_CALL, CLAIMS_PER_CALL]);
  for (let n = 0; n < 7; n++) {
    for (const { answer } of calls) answer();
    await turns();
  }
  expect(sizes()).toEqual([1, ...Array.from({ length: 5 }, () => CLAIMS_PER_CALL), 7]);
  expect(told).toEqual(Array.from({ length: CLAIMS_PER_CALL * 5 + 8 }, (_, n) => n + 1));
});
