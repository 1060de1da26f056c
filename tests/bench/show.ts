import { randomUUID } from 'node:crypto';
import { ADMIN_KEY } from '../support/server.ts';

export const key = { authorization: `Bearer ${ADMIN_KEY}` };

async function post(url: string, path: string, body: unknown): Promise<unknown> {
  const reply = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers: { ...key, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}

/** A show the benchmarks write into. @returns its listings' ids */
export async function createBenchShow(url: string, id = 'bench', listings = 60): Promise<string[]> {
  const made = await post(url, '/shows', {
    id, title: id, currency: 'CNY', listings: Array.from({ length: listings }, (_, i) => ({ sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 100_000 })),
  });
  return (made as { listings: { id: string }[] }).listings.map((listing) => listing.id);
}

/** Sends one command, which must not be refused. */
export async function command(url: string, type: string, payload: object, showId = 'bench'): Promise<void> {
  await post(url, `/shows/${showId}/commands`, { id: randomUUID(), type, payload });
}
