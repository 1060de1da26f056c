import { Type, type Static } from 'typebox';

/** `action`: to be done before a coming show. `note`: something to remember of a moment. */
export const ITEM_KINDS = ['action', 'note'] as const;
export const ITEM_STATES = ['open', 'done', 'dropped'] as const;

const written = {
  kind: Type.Enum(ITEM_KINDS),
  text: Type.String({ minLength: 1, maxLength: 500 }),
  owner: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** A day, YYYY-MM-DD. */
  due: Type.Optional(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })),
  /** The moment of the show it is about, Unix ms. */
  at: Type.Optional(Type.Integer({ minimum: 0, maximum: 8.64e15 })),
  state: Type.Enum(ITEM_STATES),
};

/** What a person writes of an item. `seen`: the version this was written over, 0 for a new one. */
export const ItemInput = Type.Object({ ...written, seen: Type.Integer({ minimum: 0 }) }, { additionalProperties: false });
export type ItemInput = Static<typeof ItemInput>;

/** What came out of a review: something to do, or a note on the timeline. Times are Unix ms. */
export const Item = Type.Object({
  id: Type.String(),
  showId: Type.String(),
  /** The show's title when it was written. */
  show: Type.String(),
  ...written,
  by: Type.String(),
  createdAt: Type.Integer(),
  changedAt: Type.Integer(),
  version: Type.Integer({ minimum: 1 }),
});
export type Item = Static<typeof Item>;

/** Open first, what is due soonest before what is due later or never, then as they were written. */
export function sortItems(items: readonly Item[]): Item[] {
  const key = ({ state, due }: Item): string => `${state === 'open' ? 0 : 1}${due ?? '9999'}`;
  return [...items].sort((a, b) => key(a).localeCompare(key(b)) || a.createdAt - b.createdAt);
}
