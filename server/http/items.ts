import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../../shared/protocol/problems.ts';
import { Item, ItemInput, sortItems } from '../../shared/review/items.ts';
import type { Access } from '../access/access.ts';
import type { Store } from '../store/store.ts';
import { personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const ItemParams = Type.Object({ ...ShowParams.properties, itemId: Type.String({ pattern: '^[\\w-]{8,64}$' }) });
const check = Compile(Item);
/** An item as it is stored; undefined where it is none. */
function itemIn(text: string): Item | undefined {
  const stored: unknown = JSON.parse(text);
  return check.Check(stored) ? stored : undefined;
}

/** What came out of reviews: things to do and notes, kept for the shows to come. */
export const itemRoutes = (store: Pick<Store, 'items' | 'shows'>, access: Pick<Access, 'showsOf'>, now: () => number): FastifyPluginAsyncTypebox =>
  async (app) => {
    const all = async (): Promise<Item[]> => (await store.items.all()).flatMap((text) => itemIn(text) ?? []);

    serve(app, 'GET /items', { summary: 'What is still to be done, of all shows one has a part in', tags: ['review'], response: { 200: Type.Array(Item) } }, async (request) => {
      const own = await access.showsOf(personOf(request));
      return sortItems((await all()).filter(({ kind, state, showId }) => kind === 'action' && state === 'open' && (own === undefined || own.includes(showId))));
    });

    serve(app, 'GET /shows/:id/items', { summary: "What came out of a show's review", tags: ['review'], params: ShowParams, response: { 200: Type.Array(Item) } }, async (request) =>
      sortItems((await all()).filter(({ showId, state }) => showId === request.params.id && state !== 'dropped')),
    );

    serve(
      app, 'PUT /shows/:id/items/:itemId',
      { summary: 'Write an item over the version that was seen; a new one over 0', tags: ['review'], params: ItemParams, body: ItemInput, response: { 200: Item } },
      async (request) => {
        const { id: showId, itemId: id } = request.params;
        const { seen, ...written } = request.body;
        const { title } = await store.shows.known(showId);
        const stored = await store.items.one(id);
        const old = stored === undefined ? undefined : itemIn(stored);
        if (old && old.showId !== showId) throw new Refusal('ID_REUSED', 'This id is an item of another show. Take a new id.');
        const at = now();
        const item: Item = { id, showId, show: old?.show ?? title, ...written, by: old?.by ?? personOf(request).name, createdAt: old?.createdAt ?? at, changedAt: at, version: seen + 1 };
        const outcome = await store.items.put(id, seen, JSON.stringify(item));
        if (outcome === 'stale') throw new Refusal('STALE_REVISION', 'Somebody changed this item first. Read it again, then write over what it says now.');
        if (outcome === 'full') throw new Refusal('LIMIT_REACHED', 'There are as many items as can be kept. Nothing was written.');
        return item;
      },
    );
    await Promise.resolve();
  };
