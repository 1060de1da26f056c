import { Type, type Static } from 'typebox';
import type { OrderRow } from './written.ts';

const Money = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** What a platform's file can say an order has come to. */
export const FILE_STATES = ['paid', 'unpaid', 'cancelled', 'refunded'] as const;

/** One line of a platform's order file: a whole order, or one SKU of it. Money in minor units, times Unix ms. */
export const FileLine = Type.Object({
  orderId: Type.String({ minLength: 1, maxLength: 128 }),
  amount: Money,
  state: Type.Enum(FILE_STATES),
  refunded: Type.Optional(Money),
  subsidy: Type.Optional(Money),
  at: Type.Optional(Type.Integer({ minimum: 0, maximum: 8.64e15, description: 'when it was paid, or else created' })),
});
export type FileLine = Static<typeof FileLine>;

/** What of one of our orders is held against the file. */
export const OUR_COLUMNS = ['order_id', 'gmv', 'refunded', 'subsidy', 'status', 'outside', 'created_at', 'paid_at'] as const satisfies (keyof OrderRow)[];
export type OurOrder = Pick<OrderRow, (typeof OUR_COLUMNS)[number]>;

/**
 * Why an order counts for one amount in the file and for another here.
 * `lines`: the file repeats the order's amount on each of its SKUs. `refund`, `subsidy`: one side has them in the amount, the other apart. `deposit`: paid down only, which is
 * no GMV here. `outside`: created outside the show. `late`: paid too late. `day`: of a day that the file does not cover. `gap`: of a time when a feed was silent. `stateHere`, `stateThere`: paid on one side alone.
 * `notHere`, `notThere`: known on one side alone. `amount`: nothing known explains it.
 */
export const REASONS = ['refund', 'subsidy', 'lines', 'deposit', 'outside', 'late', 'day', 'gap', 'stateHere', 'stateThere', 'notHere', 'notThere', 'amount'] as const;
export type Reason = (typeof REASONS)[number];

/** An order on which both sides do not agree. Amounts are what it counts for, null where that side does not know it. */
export interface DifferingOrder {
  orderId: string;
  there: { amount: number; state: FileLine['state']; at: number | null; lines: number } | null;
  here: { amount: number; status: OrderRow['status']; at: number } | null;
  reasons: { reason: Reason; delta: number }[];
}

export interface Reconciled {
  /** What the file says is paid. */
  there: { lines: number; orders: number; amount: number; refunded: number; subsidy: number; from: number | null; to: number | null };
  /** What the show counts. */
  here: { orders: number; amount: number; refunded: number; subsidy: number };
  matched: { orders: number; amount: number };
  /** From the file's amount to ours, in the order of REASONS: what the file has and these add up to what we have. */
  bridge: { reason: Reason; orders: number; delta: number }[];
  /** Those that weigh most first. */
  differing: DifferingOrder[];
  /** How many there are in all. */
  differ: number;
}

/** What is known of the show. Times are Unix ms. */
export interface Around {
  startedAt: number | null;
  endedAt: number | null;
  /** When feeds were silent. */
  gaps: readonly { at: number; to: number }[];
  /** How far the file's days are ahead of UTC. Unit: ms. */
  offset: number;
  /** How many differing orders are told. */
  most: number;
}

const DAY = 86_400_000;

interface FileOrder {
  /** All its lines together. */
  sum: number;
  first: number;
  lines: number;
  state: FileLine['state'];
  refunded: number;
  subsidy: number;
  at: number | null;
}

/** What counts as paid in the file: a refunded order was. */
const isPaid = ({ state }: FileOrder): boolean => state === 'paid' || state === 'refunded';

/**
 * Holds a platform's file of orders against the orders of a show, order by order. For every order the deltas of its reasons add up to what it counts for here less
 * what it counts for there, so the bridge leads from one total to the other to the minor unit.
 */
export function reconcile(lines: Iterable<FileLine>, orders: Iterable<OurOrder>, around: Around): Reconciled {
  const theirs = grouped(lines);
  const total = totalOf(theirs);
  const here = { orders: 0, amount: 0, refunded: 0, subsidy: 0 };
  const matched = { orders: 0, amount: 0 };
  const sums = new Map<Reason, { orders: number; delta: number }>();
  const differing: DifferingOrder[] = [];
  const differ = (order: DifferingOrder): void => {
    differing.push(order);
    for (const { reason, delta } of order.reasons) {
      const sum = sums.get(reason) ?? { orders: 0, delta: 0 };
      sums.set(reason, { orders: sum.orders + 1, delta: sum.delta + delta });
    }
  };
  for (const ours of orders) {
    const their = theirs.get(ours.order_id);
    theirs.delete(ours.order_id);
    if (ours.gmv !== null) {
      here.orders += 1;
      here.amount += ours.gmv;
      here.refunded += ours.refunded;
      here.subsidy += ours.subsidy;
    }
    const [is, was] = [ours.gmv ?? 0, their && isPaid(their) ? their.sum : 0];
    if (is === was) {
      if (ours.gmv !== null && their && isPaid(their)) {
        matched.orders += 1;
        matched.amount += is;
      }
      continue;
    }
    differ({ orderId: ours.order_id, there: shown(their), here: { amount: is, status: ours.status, at: ours.paid_at ?? ours.created_at }, reasons: why(ours, their, total, around) });
  }
  for (const [orderId, their] of theirs) {
    if (isPaid(their) && their.sum > 0) differ({ orderId, there: shown(their), here: null, reasons: [{ reason: whyNotHere(their, around), delta: -their.sum }] });
  }
  const weight = ({ reasons }: DifferingOrder): number => reasons.reduce((sum, { delta }) => sum + Math.abs(delta), 0);
  return {
    there: total,
    here,
    matched,
    bridge: REASONS.flatMap((reason) => (sums.has(reason) ? [{ reason, ...(sums.get(reason) as { orders: number; delta: number }) }] : [])),
    differing: differing.sort((a, b) => weight(b) - weight(a)).slice(0, around.most),
    differ: differing.length,
  };
}

function grouped(lines: Iterable<FileLine>): Map<string, FileOrder> {
  const orders = new Map<string, FileOrder>();
  for (const { orderId, amount, state, refunded = 0, subsidy = 0, at } of lines) {
    const order = orders.get(orderId);
    if (!order) {
      orders.set(orderId, { sum: amount, first: amount, lines: 1, state, refunded, subsidy, at: at ?? null });
      continue;
    }
    order.sum += amount;
    order.lines += 1;
    order.refunded += refunded;
    order.subsidy += subsidy;
    order.at ??= at ?? null;
    // An order is paid where any of its lines is.
    if (state === 'paid' || (state === 'refunded' && order.state !== 'paid')) order.state = state;
  }
  return orders;
}

function totalOf(theirs: ReadonlyMap<string, FileOrder>): Reconciled['there'] {
  const total: Reconciled['there'] = { lines: 0, orders: 0, amount: 0, refunded: 0, subsidy: 0, from: null, to: null };
  for (const order of theirs.values()) {
    total.lines += order.lines;
    if (order.at !== null) {
      total.from = Math.min(total.from ?? order.at, order.at);
      total.to = Math.max(total.to ?? order.at, order.at);
    }
    if (!isPaid(order)) continue;
    total.orders += 1;
    total.amount += order.sum;
    total.refunded += order.refunded;
    total.subsidy += order.subsidy;
  }
  return total;
}

const shown = (their: FileOrder | undefined): DifferingOrder['there'] => their ? { amount: isPaid(their) ? their.sum : 0, state: their.state, at: their.at, lines: their.lines } : null;

/** Of an order that we know: why it counts for something else there. */
function why(ours: OurOrder, their: FileOrder | undefined, total: Reconciled['there'], around: Around): DifferingOrder['reasons'] {
  if (!their || !isPaid(their)) return [{ reason: whyNotThere(ours, their, total, around), delta: ours.gmv ?? 0 }];
  if (ours.gmv === null) return [{ reason: whyNotCounted(ours), delta: -their.sum }];
  return split(ours.gmv - their.sum, [
    ['lines', their.lines > 1 ? [their.first - their.sum] : []],
    ['refund', [ours.refunded, their.refunded]],
    ['subsidy', [-ours.subsidy, -their.subsidy, ours.subsidy, their.subsidy]],
  ]);
}

/** The fewest parts that make up a difference, each one of its amounts; where none do, it is unexplained whole. */
function split(delta: number, parts: readonly [Reason, readonly number[]][]): DifferingOrder['reasons'] {
  let found: DifferingOrder['reasons'] | undefined;
  const look = (from: number, left: number, taken: DifferingOrder['reasons']): void => {
    if (left === 0 && taken.length < (found?.length ?? Infinity)) found = taken;
    for (let i = from; i < parts.length; i++) {
      const [reason, amounts] = parts[i] as (typeof parts)[number];
      for (const amount of new Set(amounts)) if (amount !== 0) look(i + 1, left - amount, [...taken, { reason, delta: amount }]);
    }
  };
  look(0, delta, []);
  return found ?? [{ reason: 'amount', delta }];
}

function whyNotThere(ours: OurOrder, their: FileOrder | undefined, total: Reconciled['there'], { offset }: Around): Reason {
  if (ours.refunded >= (ours.gmv ?? 0)) return 'refund';
  if (their) return 'stateThere';
  if (total.from === null || total.to === null) return 'notThere';
  const day = (at: number): number => Math.floor((at + offset) / DAY);
  const at = day(ours.paid_at ?? ours.created_at);
  return at < day(total.from) || at > day(total.to) ? 'day' : 'notThere';
}

function whyNotCounted({ status, outside }: OurOrder): Reason {
  if (status === 'deposit') return 'deposit';
  if (outside !== null) return outside === 'late' ? 'late' : 'outside';
  return 'stateHere';
}

function whyNotHere({ at }: FileOrder, { startedAt, endedAt, gaps }: Around): Reason {
  if (at === null) return 'notHere';
  if ((startedAt !== null && at < startedAt) || (endedAt !== null && at > endedAt)) return 'outside';
  return gaps.some((gap) => at >= gap.at && at <= gap.to) ? 'gap' : 'notHere';
}
