import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readStored } from '../../server/ingest/batch.ts';
import type { RoomEntry } from '../../server/room/decode.ts';
import { Room } from '../../server/room/room.ts';
import { Witness } from '../../server/room/witness.ts';
import type { Store } from '../../server/store/store.ts';
import { entryMs, type EntryId } from '../../shared/ids.ts';
import { readMetrics } from '../../shared/metrics/read.ts';
import { onRedis } from '../support/onRedis.ts';
import type { TestRedis } from '../support/redis.ts';
import { makeShow } from '../support/store.ts';

let redis: TestRedis;
let store: Store;
let room: Room;
let showId: string;
/** How often the journal was read. */
let readings: number;

onRedis(async (on) => {
  ({ redis } = on);
  store = await on.open();
});
beforeEach(async () => {
  const show = makeShow();
  showId = show.id;
  await store.shows.create(show, '[]');
  const after: Store['journal']['after'] = (...asked) => {
    readings++;
    return store.journal.after(...asked);
  };
  const journal = Object.assign(Object.create(store.journal) as Store['journal'], { after });
  room = new Room({
    store: { ...store, journal },
    witness: await Witness.open(redis.dir),
    recording: undefined,
    showId,
    epoch: '1',
    now: Date.now,
    newId: randomUUID,
    beforeDecision: () => undefined,
    onDecision: () => undefined,
    onTrouble: (error) => {
      throw error;
    },
  });
  await room.ready;
  readings = 0;
});

/** Stores a batch of likes, and says what a room would be told of it. */
async function liked(count = 1): Promise<{ entry: RoomEntry; previous: EntryId }> {
  const body = Buffer.from(JSON.stringify(Array.from({ length: count }, () => ({ type: 'like.given', at: Date.now(), viewerId: randomUUID() }))));
  const appended = await store.journal.append({ showId, feed: 'likes', batchId: randomUUID(), hash: '', count, body });
  if (appended.status !== 'ok') throw new Error(appended.status);
  const { id, previous } = appended;
  return { entry: { kind: 'facts', id, arrivedAt: entryMs(id), feed: 'likes', events: readStored(body) }, previous };
}

const likes = (): unknown => readMetrics(room.tally, { now: Date.now(), window: 'show' })['likes'];
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a room that is told of what this process appended', () => {
  it('folds it in the order of the journal where replies came in another, and reads nothing back', async () => {
    const [a, b, c] = [await liked(), await liked(), await liked()];
    for (const { entry, previous } of [b, c, a]) room.offer(entry, previous);
    expect([room.last, likes()]).toEqual([c.entry.id, 3]);
    await turn();
    expect(readings).toBe(0);
  });

  it('reads what nobody here appended, and folds what it holds but once', async () => {
    const [, b, c] = [await liked(), await liked(), await liked()];
    for (const { entry, previous } of [c, b]) room.offer(entry, previous);
    await room.counted(c.entry.id);
    expect([likes(), readings]).toEqual([3, 1]);
    room.offer(b.entry, b.previous);
    await turn();
    expect([room.last, likes(), readings]).toEqual([c.entry.id, 3, 1]);
  });

  it('holds more than a page of entries while it reads up to them', async () => {
    const all = [];
    for (let n = 0; n < 40; n++) all.push(await liked());
    for (const { entry, previous } of all.slice(1)) room.offer(entry, previous);
    await room.counted(all[39]?.entry.id ?? ('' as EntryId));
    expect([room.last, likes()]).toEqual([all[39]?.entry.id, 40]);
  });

  it('lets other work have its turn while it reads much', async () => {
    for (let n = 0; n < 10; n++) await liked(1_000);
    const { entry } = await liked();
    const seen = new Set<unknown>();
    const look = (): void => {
      seen.add(likes());
      if (room.last !== entry.id) setImmediate(look);
    };
    look();
    await room.counted(entry.id);
    expect(likes()).toBe(10_001);
    expect(seen.size).toBeGreaterThanOrEqual(10);
  });

  it('lets go of what it holds in an outage: the store says what it kept', async () => {
    const [, b] = [await liked(), await liked()];
    room.unsure = true;
    room.offer(b.entry, b.previous);
    await room.verify();
    expect([room.unsure, room.last, likes()]).toEqual([false, b.entry.id, 2]);
  });
});
