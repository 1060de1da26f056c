import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/storefront.mjs', import.meta.url));

let server: TestServer;
/** A key as a storefront is given one: good for claims alone. */
let key: string;

beforeAll(async () => {
  server = await startServer();
  const listings = [{ id: 'serum', sku: 'SERUM-30', title: '精华液', price: 19_900, stock: 3, maxPerBuyer: 2 }];
  expect((await server.call('POST', '/api/v1/shows', { id: 'd11', title: '双11', currency: 'CNY', listings })).status).toBe(201);
  expect((await server.call('POST', '/api/v1/shows/d11/commands', { id: randomUUID(), type: 'show.start', payload: { reason: 'test' } })).status).toBe(200);
  ({ key } = (await server.call('POST', '/api/v1/keys', { name: 'shop', scopes: ['claims'], showId: 'd11' })).json<{ key: string }>());
});
afterAll(() => server.stop());

/** The example as its reader runs it. */
async function shop(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [EXAMPLE, '--url', server.url, '--show', 'd11', '--listing', 'serum', ...args], { env: { ...process.env, CLAIMS_KEY: key, ADMIN_KEY: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const stock = async (): Promise<unknown> => (await server.call('GET', '/api/v1/shows/d11/stock')).json<object[]>()[0];

describe('the example storefront', () => {
  it('takes units and pays for them, once however often it is run for the same claim', async () => {
    const bought = await shop('--buyer', 'u1', '--claim', 'c1');
    expect(bought).toMatchObject({ code: 0, said: expect.stringMatching(/held, 199\.00 each[^]*paid as order shop-c1/) });
    expect(await shop('--buyer', 'u1', '--claim', 'c1')).toMatchObject({ code: 0, said: expect.stringContaining('c1: paid') });
    expect(await stock()).toMatchObject({ available: 2, held: 0, sold: 1 });
  });

  it('says why it cannot', async () => {
    expect(await shop('--buyer', 'u2', '--quantity', '3')).toMatchObject({ code: 1, said: expect.stringMatching(/^LIMIT_REACHED: .*2 more/) });
    expect(await shop('--buyer', 'u2', '--quantity', '2')).toMatchObject({ code: 0 });
    expect(await shop('--buyer', 'u3')).toMatchObject({ code: 1, said: expect.stringMatching(/^SOLD_OUT/) });
  });

  it('goes on asking while the server is away, and then has it once', async () => {
    await server.call('POST', '/api/v1/shows/d11/commands', { id: randomUUID(), type: 'stock.adjust', payload: { sku: 'SERUM-30', delta: 5, reason: 'found' } });
    await server.kill();
    const buying = shop('--buyer', 'u4', '--claim', 'c4');
    await server.start();
    expect(await buying).toMatchObject({ code: 0, said: expect.stringContaining('paid as order shop-c4') });
    expect(await stock()).toMatchObject({ held: 0, sold: 4 });
  });

  it('is let in by its own key alone', async () => {
    key = ADMIN_KEY.replace('a', 'b');
    expect(await shop('--buyer', 'u5')).toMatchObject({ code: 1, said: expect.stringMatching(/^UNAUTHENTICATED/) });
  });
});
