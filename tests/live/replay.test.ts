import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../../server/ingest/feeder/api.ts';
import { replay } from '../../server/ingest/replay/run.ts';
import { simulate } from '../../server/ingest/simulate/run.ts';
import { encodeGb18030 } from '../support/gb18030.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const MAP = {
  title: '回放',
  currency: 'CNY',
  event: { column: '行为', values: { 点击: 'product.clicked', 加购: 'cart.added', 购买: 'order.paid' } },
  time: { column: '时间', unit: 's' },
  fields: { viewerId: '用户', sku: '商品', amount: '金额' },
  listing: { title: '名称', price: '金额', stock: { constant: 100 } },
};
const HEADER = '用户,商品,名称,行为,时间,金额';
const quiet = { line: () => undefined, progress: () => undefined };
const clock = { now: () => performance.now(), wait: (ms: number) => wait(ms) };

let server: TestServer;
let folder = '';
beforeAll(async () => {
  [server, folder] = await Promise.all([startServer(), mkdtemp(join(tmpdir(), 'changkong-replay-'))]);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const path = (name: string): string => join(folder, name);

/** `npm run replay` without npm: what it printed, and how it ended. */
async function tool(main: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const entry = fileURLToPath(new URL(`../../server/ingest/${main}-main.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], { env: { ...process.env, ADMIN_KEY }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

const api = (): Api => new Api({ url: server.url, key: ADMIN_KEY, patienceMs: 60_000, onWaiting: () => undefined });

async function metricsOf(showId: string): Promise<Record<string, unknown>> {
  return (await server.call('GET', `/api/v1/shows/${showId}/tally`)).json<{ metrics: Record<string, unknown> }>().metrics;
}

describe('replay', () => {
  it('reads what Chinese Excel saves, names the bad rows, and a second run changes nothing', async () => {
    const rows = ['u1,s1,"精华液, 30ml",点击,1511546236,199', 'u1,s1,"精华液, 30ml",购买,1511546240,199.00', 'u2,s2,"面霜 ""限定""",加购,1511546241,259', 'u2,s2', 'u3,s1,"精华液, 30ml",购买,1511546250,"1,199.5"', 'u3,s1,精华液,购买,1511546250,-3'];
    await writeFile(path('gb.csv'), encodeGb18030(`\uFEFF"用户",${HEADER.slice(3)}\r\n${rows.join('\r\n')}\r\n`));
    await writeFile(path('map.json'), JSON.stringify(MAP));

    const args = [path('gb.csv'), '--map', path('map.json'), '--show', 'gb', '--url', server.url];
    const first = await tool('replay', ...args);
    expect(first.code).toBe(0);
    expect(first.out).toContain('gb18030');
    expect(first.out).toContain('row 4 (line 5): has 2 cells where the header has 6');
    expect(first.out).toContain('row 6 (line 7): amount "-3" is not an amount of CNY');
    expect(first.out).toContain('4 events in 1 batches: 4 accepted, 0 duplicates, 0 rejected');
    expect(first.out).toContain('paid orders 2 by 2 buyers · GMV ¥1,398.50');
    const show = (await server.call('GET', '/api/v1/shows/gb')).json<{ listings: { title: string; price: number }[] }>();
    expect(show.listings.map(({ title, price }) => [title, price])).toEqual([['精华液, 30ml', 19_900], ['面霜 "限定"', 25_900]]);

    const before = await metricsOf('gb');
    const second = await replay({ file: path('gb.csv'), map: path('map.json'), show: 'gb', speed: 'max' }, api(), quiet, clock);
    expect(second.totals).toMatchObject({ accepted: 0, duplicates: 4 });
    expect(await metricsOf('gb')).toEqual(before);
  });

  it('goes on when the server is killed in the middle, to the same totals', async () => {
    const people = 400;
    const rows = Array.from({ length: 20_000 }, (_, i) => `u${i % people},s${i % 7},商品${i % 7},${['点击', '加购', '购买'][i % 3]},${1_511_546_236 + ((i * 7_919) % 50_000)},${i % 90}.${String(i % 100).padStart(2, '0')}`);
    await writeFile(path('long.csv'), [HEADER, ...rows].join('\n'));
    let batches = 0;
    let restarted: Promise<void> | undefined;
    const killing = api();
    const post = killing.post.bind(killing);
    killing.post = (to, schema, sent) => {
      if (to.endsWith('/events') && ++batches === 8) restarted = server.kill().then(() => server.start());
      return post(to, schema, sent);
    };
    const { totals } = await replay({ file: path('long.csv'), map: path('map.json'), show: 'killed', speed: 'max' }, killing, quiet, clock);
    expect(restarted).toBeDefined();
    expect(totals.accepted + totals.duplicates).toBe(20_000);

    const buys = rows.filter((_, i) => i % 3 === 2);
    const cents = buys.reduce((sum, row) => sum + Number(row.split(',')[5]?.replace('.', '')), 0);
    expect(await metricsOf('killed')).toMatchObject({
      productClicks: rows.filter((_, i) => i % 3 === 0).length,
      cartAdds: rows.filter((_, i) => i % 3 === 1).length,
      orders: buys.length,
      buyers: new Set(buys.map((row) => row.split(',')[0])).size,
      gmv: cents,
    });
  });

  it('keeps the log’s own gaps at a speed, and adds nothing to what was sent at full speed', async () => {
    const rows = [0, 3, 1, 2].map((second) => `u${second},s1,精华,点击,${1_511_546_236 + second},1`);
    await writeFile(path('paced.csv'), [HEADER, ...rows].join('\n'));
    const options = { file: path('paced.csv'), map: path('map.json'), show: 'paced' };
    const begun = performance.now();
    await replay({ ...options, speed: 2 }, api(), quiet, clock);
    expect(performance.now() - begun).toBeGreaterThan(1_400);
    const journal = (await server.call('GET', '/api/v1/shows/paced/journal?limit=100')).text.trim().split('\n').map((line) => JSON.parse(line) as { type: string; viewerId?: string });
    expect(journal.flatMap(({ viewerId }) => viewerId ?? [])).toEqual(['u0', 'u1', 'u2', 'u3']);
    await replay({ ...options, speed: 'max' }, api(), quiet, clock);
    expect(await metricsOf('paced')).toMatchObject({ productClicks: 4, clickUsers: 4 });
  });

  it('says what is wrong with its use before anything is sent', async () => {
    await writeFile(path('typo.json'), JSON.stringify({ ...MAP, fields: { viewerId: '用户', sku: '货号', amount: '金额' } }));
    const options = { file: path('long.csv'), map: path('typo.json'), show: 'typo', speed: 'max' as const };
    await expect(replay(options, api(), quiet, clock)).rejects.toThrow('the file has no column "货号"; it has "用户"');
    const stranger = new Api({ url: server.url, key: 'x'.repeat(24), patienceMs: 0, onWaiting: () => undefined });
    await expect(replay(options, stranger, quiet, clock)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const misused = await tool('replay', path('long.csv'), '--speed', 'fast', '--map', path('map.json'));
    expect(misused).toMatchObject({ code: 64 });
    expect(misused.err).toContain('--speed fast');
  });
});

describe('simulate', () => {
  it('fills a show with as many different people as asked for, and leaves nobody behind', async () => {
    const begun = Date.now();
    await simulate(
      { show: 'crowd', viewers: 700, minutes: 6, seed: 5, speed: 300 },
      api(),
      quiet,
      { now: () => Date.now(), wait: (ms) => wait(ms), stopping: () => false },
    );
    const metrics = await metricsOf('crowd');
    expect(metrics).toMatchObject({ viewers: 700, online: 0 });
    for (const id of ['comments', 'likes', 'productClicks', 'cartAdds', 'orders', 'gmv']) expect(metrics[id]).toBeGreaterThan(0);
    expect(Date.now() - begun).toBeLessThan(60_000);
  });
});
