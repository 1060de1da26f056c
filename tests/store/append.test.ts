import { beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Batch } from '../../server/store/journal.ts';
import type { Store } from '../../server/store/store.ts';
import { onRedis } from '../support/onRedis.ts';
import { makeShow } from '../support/store.ts';

let store: Store;
let showId: string;

onRedis(async ({ open }) => {
  store = await open();
});
beforeEach(async () => {
  const show = makeShow();
  showId = show.id;
  await store.shows.create(show, '[{"type":"show.created"}]');
});

const batch = (overrides: Partial<Batch> = {}): Batch => ({ showId, feed: 'orders', batchId: 'b', hash: 'h', count: 1, body: Buffer.from('[]'), ...overrides });
const numbered = (sequence: number, hash = `h${sequence}`): Batch => batch({ sequence, hash });
const factEntries = async (): Promise<number> => (await store.journal.after(showId, '0-0', 5_000)).filter(({ kind }) => kind === 'facts').length;
const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : String(error));

describe('a batch counts once', () => {
  it('answers a repeated sequence with the entry of the first', async () => {
    const first = await store.journal.append(numbered(1));
    expect(await store.journal.append(numbered(1))).toEqual({ status: 'duplicate', id: first.id });
    expect(await factEntries()).toBe(1);
  });

  it('refuses a sequence that was another batch', async () => {
    await store.journal.append(numbered(1));
    await expect(store.journal.append(numbered(1, 'other'))).rejects.toSatisfy((error) => codeOf(error) === 'ID_REUSED');
  });

  it('takes sequences out of order inside the window of 1,024', async () => {
    for (const sequence of [1_024, 3, 2, 1_000]) expect((await store.journal.append(numbered(sequence))).status).toBe('ok');
    expect((await store.journal.append(numbered(3))).status).toBe('duplicate');
  });

  it('treats everything at or below the low-water mark as a duplicate', async () => {
    await store.journal.append(numbered(2_000));
    expect((await store.journal.append(numbered(976))).status).toBe('duplicate');
    expect((await store.journal.append(numbered(977))).status).toBe('ok');
  });

  it('keeps no more than the window for a producer, also after a jump far ahead', async () => {
    for (let sequence = 0; sequence < 1_200; sequence++) await store.journal.append(numbered(sequence));
    await store.journal.append(numbered(1_000_000));
    expect((await store.journal.append(numbered(1_199))).status).toBe('duplicate');
    for (let sequence = 1_000_001; sequence < 1_000_050; sequence++) await store.journal.append(numbered(sequence));
    expect((await store.journal.append(numbered(1_000_020))).status).toBe('duplicate');
  });

  it('keeps producers apart', async () => {
    await store.journal.append(numbered(1));
    expect((await store.journal.append({ ...numbered(1, 'other'), feed: 'comments' })).status).toBe('ok');
  });

  it('makes our own retry of a batch without a sequence safe', async () => {
    const first = await store.journal.append(batch({ batchId: 'once' }));
    expect(await store.journal.append(batch({ batchId: 'once' }))).toEqual({ status: 'duplicate', id: first.id });
  });

  it('names an unknown show and stores nothing for it', async () => {
    await expect(store.journal.append(batch({ showId: 'nobody' }))).rejects.toSatisfy((error) => codeOf(error) === 'NOT_FOUND');
    expect(await store.journal.tail('nobody')).toBe('0-0');
  });

  it('tells the entry before, so that a gap is seen', async () => {
    const first = await store.journal.append(batch({ batchId: '1' }));
    const second = await store.journal.append(batch({ batchId: '2' }));
    expect(second).toMatchObject({ status: 'ok', previous: first.id });
  });
});
