import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { Type, type Static } from 'typebox';
import { scalarOf, type MetricValues } from '../../shared/metrics/view.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isTally } from '../live/shapes.ts';
import { guardOf } from './kept.ts';
import { useShow } from './show.ts';

const Hold = Type.Object({
  claimId: Type.String(), buyerId: Type.String(), listingId: Type.String(), sku: Type.String(), dealId: Type.Optional(Type.String()),
  quantity: Type.Number(), amount: Type.Number(), heldAt: Type.Number(), expiresAt: Type.Number(),
});
export type HoldRow = Static<typeof Hold>;
const isHolds = guardOf(Type.Object({ total: Type.Number(), holds: Type.Array(Hold) }));

/** How often each is asked for while somebody looks at it. Unit: ms. */
const HOLDS_EVERY = 3_000;
const RESULTS_EVERY = 3_000;
const SPEEDS_EVERY = 10_000;
/** Unpaid holds that are read: more than anybody calls one by one. */
const HOLDS_READ = 500;

/** What of the ledger no tick tells, asked for while a panel shows it: who has not paid, what deals brought in, what sold of late. */
export const useLedgerDetail = defineStore('ledgerDetail', () => {
  const { http } = useLive();
  const show = useShow();
  /** Those due first on top; undefined before they were read. */
  const holds = shallowRef<{ total: number; rows: readonly HoldRow[] }>();
  const trouble = shallowRef<Failure>();
  /** By deal. */
  const results = shallowRef<ReadonlyMap<string, MetricValues>>(new Map());
  /** Units sold of a SKU in the last five minutes. */
  const sold5m = shallowRef<ReadonlyMap<string, number>>(new Map());

  const at = (rest: string): string => `/shows/${encodeURIComponent(show.show?.id ?? '')}/${rest}`;
  /** Asks, and takes nothing in that belongs to a show left meanwhile. */
  async function ask<T>(path: string, check: (body: unknown) => body is T, take: (value: T) => void): Promise<void> {
    const id = show.show?.id;
    if (id === undefined || !show.online || document.hidden) return;
    const outcome: Outcome<T> = await http.get(at(path), check);
    if (show.show?.id !== id) return;
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (outcome.ok) take(outcome.value);
  }
  const askHolds = (): Promise<void> => ask(`holds?limit=${HOLDS_READ}`, isHolds, ({ total, holds: rows }) => void (holds.value = { total, rows }));
  const askResults = (): Promise<void> =>
    ask('tally?window=show&parts=deals', isTally, ({ deals }) => void (results.value = new Map(deals.map(({ dealId, metrics }) => [dealId, metrics]))));
  const askSpeeds = (): Promise<void> =>
    ask('tally?window=5m&parts=skus', isTally, ({ skus }) => void (sold5m.value = new Map(skus.map(({ sku, metrics }) => [sku, scalarOf(metrics['units']) ?? 0]))));

  /** Asks now and again, until the component that called it is gone. */
  function during(work: () => Promise<void>, everyMs: number): void {
    const timer = setInterval(() => void work(), everyMs);
    onScopeDispose(() => clearInterval(timer));
    watch(() => show.online, (online) => online && void work(), { immediate: true });
  }
  const watchHolds = (): void => during(askHolds, HOLDS_EVERY);
  const watchResults = (): void => during(askResults, RESULTS_EVERY);
  const watchSpeeds = (): void => during(askSpeeds, SPEEDS_EVERY);

  watch(() => show.show?.id, () => {
    holds.value = undefined;
    results.value = new Map();
    sold5m.value = new Map();
  });

  return { holds, trouble, results, sold5m, askHolds, watchHolds, watchResults, watchSpeeds };
});
