import { expect, it } from 'vitest';
import type { EntryId } from '../../../shared/ids.ts';
import { createTally, foldEntry } from '../../../shared/metrics/tally.ts';
import { readReview } from '../../../shared/review/read.ts';
import { createShow } from '../../../shared/show/create.ts';
import { applyCommit } from '../../../shared/show/evolve.ts';
import { TESTER } from '../../support/store.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 1);

it('the hours of a log of many days add up to the whole', () => {
  const made = createShow({ id: 'log', title: 'Log', currency: 'CNY', listings: [] }, { now: START, by: TESTER, newId: () => 'id' });
  if (!made.ok) throw new Error(made.rejection.detail);
  const tally = createTally('log');
  const days = 9;
  const events = Array.from({ length: days * 24 }, (_, i) => ({ type: 'order.paid' as const, at: START + i * HOUR, orderId: `o${i}`, viewerId: `v${i}`, lines: [{ sku: 'S', quantity: 1, amount: 100 }] }));
  foldEntry(tally, { id: '1-0' as EntryId, arrivedAt: START + days * 24 * HOUR, feed: 'log', events });
  const { hours, metrics } = readReview(applyCommit(null, made.events), tally, [], START + days * 24 * HOUR);
  expect(metrics).toMatchObject({ orders: days * 24, gmv: days * 24 * 100 });
  expect(hours).toHaveLength(days * 24);
  expect(hours.reduce((sum, { metrics: { orders } }) => sum + Number(orders), 0)).toBe(days * 24);
});
