import { same } from '../changes.ts';
import { invalid, unchanged, type Rejection } from '../rejection.ts';

/** A whole new order, or one item and its new place. */
interface Move {
  order: readonly string[] | undefined;
  id: string | undefined;
  index: number | undefined;
}

type Ordered<T extends string> = { ok: true; before: T[]; after: T[] } | { ok: false; rejection: Rejection };

const refused = (path: string, message: string) => ({ ok: false, rejection: invalid([{ path: `/payload/${path}`, message }]) }) as const;

/** The order that a move asks for. @returns INVALID where it does not name the very items there are. */
export function newOrder<T extends string>(before: T[], { order, id, index }: Move): Ordered<T> {
  const known = new Map<string, T>(before.map((each) => [each, each]));
  if (order !== undefined) {
    const after = order.flatMap((each) => known.get(each) ?? []);
    if (after.length !== order.length || new Set(after).size !== before.length || order.length !== before.length)
      return refused('order', `must name each of the ${before.length} once`);
    return settled(before, after);
  }
  const moved = id === undefined ? undefined : known.get(id);
  if (moved === undefined || index === undefined) return refused('order', 'give a whole order, or one id that is there and its new index');
  return settled(before, before.filter((each) => each !== moved).toSpliced(index, 0, moved));
}

const settled = <T extends string>(before: T[], after: T[]): Ordered<T> =>
  same(before, after) ? { ok: false, rejection: unchanged('The order is so already.') } : { ok: true, before, after };
