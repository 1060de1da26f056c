import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

interface Figures {
  online: number;
  views: number;
}

let first: TestServer;
let second: TestServer;

beforeAll(async () => {
  first = await startServer({ env: { DEMO: 'on' } });
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

async function figures(server: TestServer): Promise<Figures | undefined> {
  const reply = await server.call('GET', '/api/v1/shows/demo/tally?window=show');
  return reply.status === 200 ? reply.json<{ metrics: Figures & Record<string, unknown> }>().metrics : undefined;
}
const counted = async (server: TestServer, wanted: (now: Figures) => boolean): Promise<Figures> => {
  let now: Figures | undefined;
  await expect.poll(async () => (now = await figures(server)) !== undefined && wanted(now), { timeout: 60_000, interval: 200 }).toBe(true);
  return now as Figures;
};

describe('the demo', () => {
  it('is played by one of several processes on one Redis, and by the next one when that is gone', async () => {
    // Its first ten minutes are played at once: after them people come a few at a time.
    let last = 0;
    const before = await counted(first, ({ views, online }) => {
      const grown = views - last;
      last = views;
      return online > 500 && grown > 0 && grown < 20;
    });
    second = await startServer({ redis: first.redis, env: { DEMO: 'on' } });
    // Whoever starts playing first lets everybody leave.
    let fewest = before.online;
    const later = await counted(first, ({ views, online }) => {
      fewest = Math.min(fewest, online);
      return views > before.views + 60;
    });
    expect(fewest).toBeGreaterThan(before.online / 2);
    await first.kill();
    await counted(second, ({ views, online }) => views > later.views + 500 && online > 300);
  }, 120_000);
});
