import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { ADMIN_KEY } from '../support/server.ts';
import { cpuSeconds } from './process.ts';
import { resultOf, type Result } from './report.ts';
import { command, createBenchShow } from './show.ts';
import { withOurs } from './side.ts';

const ROUNDS = 5;
const LISTINGS = 500;
const EACH = 100;

/** What a take and a price change cost the server in a show of 500 listings, beyond what it uses idle. Unit: ms of processor time. */
export const benchCommands = (): Promise<Result[]> =>
  withOurs(async (server) => {
    const listings = await createBenchShow(server.url, 'bench', LISTINGS);
    await command(server.url, 'show.start', {});
    // As a desk sends them.
    const socket = io(server.url, { transports: ['websocket'], auth: { token: ADMIN_KEY }, forceNew: true });
    const send = async (type: string, payload: object): Promise<void> => {
      const answer: { ok: boolean } = await socket.emitWithAck('show:command', { showId: 'bench', command: { id: randomUUID(), type, payload } });
      if (!answer.ok) throw new Error(JSON.stringify(answer));
    };
    let onAir: string | null = null;
    const take = async (n: number): Promise<void> => {
      const listingId = listings[n % LISTINGS] as string;
      await send('listing.take', { listingId, seenOnAir: onAir });
      onAir = listingId;
    };
    const price = (n: number): Promise<void> => send('listing.price', { listingId: listings[n % LISTINGS], price: 10_000 + n });
    /** Seconds of processor a second while nothing is asked: ticks and leases go on beside the commands, and are not theirs. */
    const idle = await idleLoad(server.pid);
    const cost = async (work: (n: number) => Promise<void>, from: number): Promise<number> => {
      const before = cpuSeconds(server.pid);
      const since = performance.now();
      for (let n = from; n < from + EACH; n++) await work(n);
      const background = (idle * (performance.now() - since)) / 1000;
      return ((cpuSeconds(server.pid) - before - background) / EACH) * 1000;
    };
    const takes: { ours: number; baseline: null }[] = [];
    const prices: { ours: number; baseline: null }[] = [];
    // The first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      const costs = { take: await cost(take, round * EACH), price: await cost(price, round * EACH) };
      if (round === 0) continue;
      takes.push({ ours: costs.take, baseline: null });
      prices.push({ ours: costs.price, baseline: null });
    }
    socket.close();
    const also = { 'idle, cores': idle };
    return [resultOf(`listing.take, ${LISTINGS} listings, server CPU`, 'ms', takes, also), resultOf(`listing.price, ${LISTINGS} listings, server CPU`, 'ms', prices, also)];
  });

async function idleLoad(pid: number): Promise<number> {
  const before = cpuSeconds(pid);
  const since = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return (cpuSeconds(pid) - before) / ((performance.now() - since) / 1000);
}
