import { ADMIN_KEY } from '../support/server.ts';

export const key = { authorization: `Bearer ${ADMIN_KEY}` };

/** A show the benchmarks write into: sixty listings. */
export async function createBenchShow(url: string, id = 'bench'): Promise<void> {
  const listings = Array.from({ length: 60 }, (_, i) => ({ sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 100_000 }));
  const created = await fetch(`${url}/api/v1/shows`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify({ id, title: id, currency: 'CNY', listings }),
  });
  if (!created.ok) throw new Error(await created.text());
}
