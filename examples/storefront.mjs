// A storefront that sells from a Changkong show: Node 20 or newer, no packages.
//
//   node examples/storefront.mjs --show d11 --listing SERUM --buyer u1 [--sku SERUM-30] [--deal ID] [--quantity 1] [--url URL] [--key KEY]
//
// takes units for a buyer, pays for them, and prints what became of it. In your own storefront, import `Storefront`.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** A refusal: `code` is of the closed list at /api/docs, `params` has its figures, `message` says what to do. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.code = problem.code;
    this.params = problem.params ?? {};
  }
}

/** The server could not be asked, or could not say; `claimId` is still good: ask again under it later. */
export class Unknown extends Error {}

/** Try again after these: the store is busy or away (503), or did not answer in time (504). */
const AGAIN = new Set([429, 500, 502, 503, 504]);

export class Storefront {
  /**
   * @param {{ url: string, key: string, show: string, patienceMs?: number }} options `key` is an API key with the scope `claims`;
   *   `patienceMs` is how long one buyer is kept waiting while the server is away
   */
  constructor({ url, key, show, patienceMs = 15_000 }) {
    Object.assign(this, { base: `${url}/api/v1/shows/${encodeURIComponent(show)}/claims`, key, patienceMs });
  }

  /**
   * Takes units for a buyer, who has until `expiresAt` to pay.
   * Make `claimId` once for each press of the buy button, store it with the basket, and only then ask: whatever happens on
   * the way, the same id again gives the same claim and never takes twice.
   * @param {{ claimId: string, listingId: string, buyerId: string, quantity: number, sku?: string, dealId?: string }} claim
   * @returns {Promise<{ claimId: string, status: string, unitPrice: number, amount: number, expiresAt: number, orderId?: string }>}
   */
  take(claim) {
    return this.ask('POST', '', claim);
  }

  /** Once the buyer's money is there. `amount` in minor units: refused where it is not what was quoted. Safe to repeat. */
  pay(claimId, payment) {
    return this.ask('POST', `/${encodeURIComponent(claimId)}/pay`, payment);
  }

  /** When the buyer changes their mind: the units are free at once, for the next one. Safe to repeat. */
  cancel(claimId) {
    return this.ask('POST', `/${encodeURIComponent(claimId)}/cancel`);
  }

  /** A claim as it stands. */
  read(claimId) {
    return this.ask('GET', `/${encodeURIComponent(claimId)}`);
  }

  /** One request, repeated as it is until the server says what became of it. */
  async ask(method, path, body) {
    const giveUpAt = Date.now() + this.patienceMs;
    for (let pause = 100; ; pause = Math.min(2 * pause, 2_000)) {
      const answer = await this.once(method, path, body);
      if (!answer.again) {
        if (answer.status < 300) return answer.value;
        throw new Refused(answer.value);
      }
      if (Date.now() + pause > giveUpAt) throw new Unknown(`no answer from ${this.base}: ${answer.why}`);
      // Not all at the same moment: a thousand buyers are waiting for the same server.
      await wait(pause * (0.5 + Math.random() / 2));
    }
  }

  async once(method, path, body) {
    try {
      const response = await fetch(this.base + path, {
        method,
        headers: { authorization: `Bearer ${this.key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(5_000),
      });
      const value = await response.json();
      return { status: response.status, value, again: AGAIN.has(response.status), why: value.code };
    } catch (error) {
      // Refused, reset, cut off, or too late: whether it was done nobody can say, so the same is asked again.
      return { status: 0, again: true, why: error.cause?.code ?? error.message };
    }
  }
}

/** Money as people read it: the show's currency is assumed to have two decimals. */
const price = (minor) => (minor / 100).toFixed(2);

async function main() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { show: text, listing: text, buyer: text, sku: text, deal: text, claim: text, quantity: { ...text, default: '1' }, url: { ...text, default: 'http://127.0.0.1:4600' }, key: { ...text, default: process.env.CLAIMS_KEY ?? process.env.ADMIN_KEY } },
  });
  const shop = new Storefront({ url: values.url, key: values.key, show: values.show });
  const claimId = values.claim ?? randomUUID();
  const claim = await shop.take({
    claimId, listingId: values.listing, buyerId: values.buyer, quantity: Number(values.quantity), ...(values.sku ? { sku: values.sku } : {}), ...(values.deal ? { dealId: values.deal } : {}),
  });
  console.log(`claim ${claimId}: ${claim.status}, ${price(claim.unitPrice)} each, ${price(claim.amount)} to pay`);
  if (claim.status !== 'held') return;
  // Expiry goes by the server's clock: leave the buyer a margin, and believe only the answer to `pay`.
  console.log(`to be paid within ${Math.round((claim.expiresAt - Date.now()) / 1000)} s`);
  const paid = await shop.pay(claimId, { orderId: `shop-${claimId}`, amount: claim.amount });
  console.log(`paid as order ${paid.orderId}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error) => {
    // SOLD_OUT, LIMIT_REACHED, DEAL_NOT_RUNNING, CLAIM_EXPIRED …: `message` says what to tell the buyer.
    console.error(error instanceof Refused ? `${error.code}: ${error.message}` : error.message);
    process.exitCode = 1;
  });
}
