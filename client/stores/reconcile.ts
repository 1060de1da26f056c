import { defineStore } from 'pinia';
import { Type } from 'typebox';
import { FILE_STATES, REASONS, type FileLine, type Reconciled } from '../../shared/review/reconcile.ts';
import { checkOf } from '../live/check.ts';
import type { Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';

const OrNull = Type.Union([Type.Number(), Type.Null()]);
const Reason = Type.Enum(REASONS);
const sums = { orders: Type.Number(), amount: Type.Number(), refunded: Type.Number(), subsidy: Type.Number() };
const check = checkOf(
  Type.Object({
    there: Type.Object({ ...sums, lines: Type.Number(), from: OrNull, to: OrNull }),
    here: Type.Object(sums),
    matched: Type.Object({ orders: Type.Number(), amount: Type.Number() }),
    bridge: Type.Array(Type.Object({ reason: Reason, orders: Type.Number(), delta: Type.Number() })),
    differing: Type.Array(
      Type.Object({
        orderId: Type.String(),
        there: Type.Union([Type.Object({ amount: Type.Number(), state: Type.Enum(FILE_STATES), at: OrNull, lines: Type.Number() }), Type.Null()]),
        here: Type.Union([Type.Object({ amount: Type.Number(), status: Type.String(), at: Type.Number() }), Type.Null()]),
        reasons: Type.Array(Type.Object({ reason: Reason, delta: Type.Number() })),
      }),
    ),
    differ: Type.Number(),
  }),
);
const isReconciled = (value: unknown): value is Reconciled => check(value);

/** A platform's orders held against a show's: asked once, kept nowhere. */
export const useReconcile = defineStore('reconcile', () => {
  const { http } = useLive();
  /** @param offset minutes that this machine's days are ahead of UTC */
  const run = (id: string, lines: readonly FileLine[], offset: number): Promise<Outcome<Reconciled>> =>
    http.send('POST', `/shows/${encodeURIComponent(id)}/reconcile?offset=${offset}`, lines, isReconciled);
  return { run };
});
