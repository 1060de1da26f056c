import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/protocol/problems.ts';
import { Desk } from '../../server/desk/desk.ts';
import { keysOf } from '../../server/store/keys.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { onRedis } from '../support/onRedis.ts';
import { lossyProxy, type LossyProxy } from '../support/proxy.ts';
import type { TestRedis } from '../support/redis.ts';
import { TESTER, makeShow } from '../support/store.ts';

const TIMES = 200;

let redis: TestRedis;
let direct: Redis;
let line: LossyProxy;
let store: Store;
let desk: Desk;
let showId: string;

onRedis((on) => {
  ({ redis, direct } = on);
});
beforeEach(async () => {
  line = await lossyProxy(redis.socket);
  store = await openStore({ url: line.url, processId: randomUUID(), onTrouble: () => undefined });
  desk = new Desk({ store, now: Date.now, newId: randomUUID, onCommitted: () => undefined });
  const show = makeShow();
  showId = show.id;
  await store.shows.create(show, '[{"type":"show.created"}]');
  // Once unhindered: Redis must know the scripts, or the lost reply would only be that it does not.
  await cue('first');
  await store.journal.append(batch(0));
});
afterEach(async () => {
  await store.close();
  await line.close();
});

const back = (): Promise<void> => expect.poll(() => store.ready(), { timeout: 10_000, interval: 2 }).toBe(true);

/** Runs `work` while the reply to its script is lost. @returns its refusal */
async function losing(mark: string, work: () => Promise<unknown>): Promise<string> {
  const before = line.lost;
  line.loseReplyTo(mark);
  try {
    await work();
  } catch (error) {
    expect(line.lost).toBe(before + 1);
    await back();
    return error instanceof Refusal ? error.code : String(error);
  }
  throw new Error('the reply was not lost');
}

const cue = (id: string) => desk.run(showId, { id, type: 'cue.send', payload: { text: `第 ${id} 条` } }, TESTER);
const batch = (sequence: number) => ({ showId, feed: 'f', sequence, batchId: randomUUID(), hash: `h${sequence}`, count: 1, body: Buffer.from(`[{"n":"batch ${sequence};"}]`) });
const revision = async (): Promise<number> => (await store.shows.get(showId))?.show.revision ?? 0;
const decisions = async (): Promise<number> => (await store.journal.after(showId, '0-0', 10_000)).filter(({ kind }) => kind === 'decision').length;

/** Sends commands whose replies are lost, each again under its id until it is answered. */
async function commandsWithLostReplies(beforeAskingAgain: (id: string) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < TIMES; i++) {
    const id = `command-${i}`;
    // Its id stands in the commit alone: the outcome asked for first goes over another connection.
    expect(await losing(`第 ${id} 条`, () => cue(id))).toBe('OUTCOME_UNKNOWN');
    await beforeAskingAgain(id);
    expect(await cue(id)).toMatchObject({ ok: true });
  }
}

describe('a command whose reply is lost', () => {
  it(`has run once when it is asked again, ${TIMES} times out of ${TIMES}`, async () => {
    await commandsWithLostReplies(() => Promise.resolve());
    expect(line.lost).toBe(TIMES);
    expect(await revision()).toBe(2 + TIMES);
    expect(await decisions()).toBe(2 + TIMES);
  }, 120_000);

  it('would run twice each time if its id were not looked for', async () => {
    await commandsWithLostReplies((id) => direct.del(keysOf(showId).command(id)));
    expect(await revision()).toBe(2 + 2 * TIMES);
  }, 120_000);
});

describe('a batch whose reply is lost', () => {
  const batches = async (): Promise<number> => (await store.journal.after(showId, '0-0', 10_000)).filter(({ kind }) => kind === 'facts').length;

  it(`is stored once when it is sent again, ${TIMES} times out of ${TIMES}`, async () => {
    for (let i = 1; i <= TIMES; i++) {
      await losing(`batch ${i};`, () => store.journal.append(batch(i)));
      expect(await store.journal.append(batch(i))).toMatchObject({ status: 'duplicate' });
    }
    expect(await batches()).toBe(1 + TIMES);
  }, 120_000);

  it('would be stored twice each time if its number were not looked for', async () => {
    for (let i = 1; i <= TIMES; i++) {
      await losing(`batch ${i};`, () => store.journal.append(batch(i)));
      await direct.del(keysOf(showId).producer('f'));
      expect(await store.journal.append(batch(i))).toMatchObject({ status: 'ok' });
    }
    expect(await batches()).toBe(1 + 2 * TIMES);
  }, 120_000);
});
