import { startRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { cpuSeconds, run } from './process.ts';
import { resultOf, type Result } from './report.ts';
import { command, createBenchShow } from './show.ts';

const ROUNDS = 5;
const LISTINGS = 500;
const EACH = 100;

/** What a take and a price change cost the server in a show of 500 listings. Unit: ms of processor time. */
export async function benchCommands(): Promise<Result[]> {
  const redis = await startRedis();
  const server = await run('ours', { REDIS_URL: redis.url, PORT: '0', DATA_DIR: redis.dir, ADMIN_KEY, DEMO: 'off', LOG_LEVEL: 'error' });
  try {
    const listings = await createBenchShow(server.url, 'bench', LISTINGS);
    await command(server.url, 'show.start', {});
    let onAir: string | null = null;
    const take = async (n: number): Promise<void> => {
      const listingId = listings[n % LISTINGS] as string;
      await command(server.url, 'listing.take', { listingId, seenOnAir: onAir });
      onAir = listingId;
    };
    const price = (n: number): Promise<void> => command(server.url, 'listing.price', { listingId: listings[n % LISTINGS], price: 10_000 + n });
    const cost = async (work: (n: number) => Promise<void>, from: number): Promise<number> => {
      const before = cpuSeconds(server.pid);
      for (let n = from; n < from + EACH; n++) await work(n);
      return ((cpuSeconds(server.pid) - before) / EACH) * 1000;
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
    return [resultOf(`listing.take, ${LISTINGS} listings, server CPU`, 'ms', takes), resultOf(`listing.price, ${LISTINGS} listings, server CPU`, 'ms', prices)];
  } finally {
    await server.stop();
    await redis.stop();
  }
}
