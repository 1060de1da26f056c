import type { StartedDeal } from '../../shared/show/deals.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import type { LedgerEvent } from '../../shared/stock/events.ts';
import type { Ask, Sale } from '../../server/store/ledger.ts';

export interface ModelClaim {
  buyer: string;
  listing: string;
  deal: string;
  sku: string;
  quantity: number;
  unitPrice: number;
  status: 'held' | 'paid' | 'cancelled' | 'expired';
  order: string | undefined;
  expiresAt: number;
  /** Its time to pay is over, whether or not it was given back yet. */
  due: boolean;
}

interface ModelOrder {
  claim: string | undefined;
  told: boolean;
  units: Record<string, number>;
}

/** What became of an ask: a status, or the code of a refusal, what it is about, and its figure. */
export type Verdict = { is: 'held' | 'paid' | 'cancelled' | 'seen' } | { code: string; about: string; figure: number | undefined };

const refused = (code: string, about: string, figure?: number): Verdict => ({ code, about, figure });
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** A ledger so simple that it can be read at a glance: it keeps claims and orders, and adds up everything else each time anew. */
export class LedgerModel {
  skus: Record<string, { opening: number; adjusted: number }> = {};
  claims: Record<string, ModelClaim> = {};
  orders: Record<string, ModelOrder> = {};
  deals: Record<string, StartedDeal> = {};

  constructor(public show: Show) {
    for (const { skus } of show.listings) for (const { sku, stock } of skus) this.skus[sku] = { opening: stock, adjusted: 0 };
  }

  copy(): LedgerModel {
    const { skus, claims, orders, deals } = structuredClone({ skus: this.skus, claims: this.claims, orders: this.orders, deals: this.deals });
    return Object.assign(new LedgerModel(this.show), { skus, claims, orders, deals });
  }

  private all(...statuses: ModelClaim['status'][]): ModelClaim[] {
    return Object.values(this.claims).filter(({ status }) => statuses.includes(status));
  }
  private units = (wanted: readonly ModelClaim[]): number => sum(wanted.map(({ quantity }) => quantity));

  held = (sku: string): number => this.units(this.all('held').filter((claim) => claim.sku === sku));
  sold(sku: string): number {
    return sum(
      Object.entries(this.orders).map(([orderId, { units, claim }]) => {
        const paid = claim === undefined ? undefined : this.claims[claim];
        // Paid under another order: what it stands for is sold there.
        const elsewhere = paid?.sku === sku && paid.order !== orderId ? paid.quantity : 0;
        return (units[sku] ?? 0) - elsewhere;
      }),
    );
  }
  onHand = (sku: string): number => (this.skus[sku]?.opening ?? 0) + (this.skus[sku]?.adjusted ?? 0);
  available = (sku: string): number => this.onHand(sku) - this.held(sku) - this.sold(sku);
  takenOf = (deal: string): { held: number; sold: number } => ({
    held: this.units(this.all('held').filter((claim) => claim.deal === deal)),
    sold: this.units(this.all('paid').filter((claim) => claim.deal === deal)),
  });
  bought = (buyer: string, of: 'listing' | 'deal', id: string): number => this.units(this.all('held', 'paid').filter((claim) => claim.buyer === buyer && claim[of] === id));
  isAnyDue = (): boolean => this.all('held').some(({ due }) => due);

  judge(ask: Ask, now: number): Verdict {
    if (ask.op === 'take') return this.judgeTake(ask, now);
    const claim = this.claims[ask.claimId];
    if (!claim) return refused('NOT_FOUND', 'claim');
    const expired = refused('CLAIM_EXPIRED', 'claim', claim.expiresAt);
    if (ask.op === 'cancel') {
      if (claim.status === 'cancelled') return { is: 'seen' };
      if (claim.status === 'paid') return refused('WRONG_STATE', 'paid');
      return claim.status === 'expired' ? expired : { is: 'cancelled' };
    }
    if (ask.amount !== undefined && ask.amount !== claim.unitPrice * claim.quantity) return refused('INVALID', 'amount', claim.unitPrice * claim.quantity);
    if (claim.status === 'paid') return ask.orderId === undefined || ask.orderId === claim.order ? { is: 'seen' } : refused('ID_REUSED', 'order');
    if (claim.status === 'cancelled') return refused('WRONG_STATE', 'cancelled');
    if (claim.status === 'expired') return expired;
    const other = this.orders[ask.orderId ?? `claim:${ask.claimId}`]?.claim;
    return other !== undefined && other !== ask.claimId ? refused('ID_REUSED', 'order') : { is: 'paid' };
  }

  private judgeTake(ask: Ask & { op: 'take' }, now: number): Verdict {
    const known = this.claims[ask.claimId];
    const dealId = ask.dealId ?? '';
    if (known) {
      const same = known.buyer === ask.buyerId && known.listing === ask.listingId && known.deal === dealId && known.quantity === ask.quantity && (ask.sku === undefined || known.sku === ask.sku);
      return same ? { is: 'seen' } : refused('ID_REUSED', 'claim');
    }
    if (this.show.frozen) return refused('FROZEN', 'frozen');
    const listing = this.show.listings.find(({ id }) => id === ask.listingId);
    const sku = ask.sku ?? (listing?.skus.length === 1 ? listing.skus[0]?.sku : undefined);
    if (!listing) return refused('NOT_FOUND', ask.sku === undefined ? 'listing' : 'sku');
    if (sku === undefined) return refused('INVALID', 'sku');
    if (!listing.skus.some((each) => each.sku === sku)) return refused('NOT_FOUND', 'sku');
    if (listing.shelved) return refused('WRONG_STATE', 'offShelf');
    const has = this.bought(ask.buyerId, 'listing', listing.id);
    if (listing.maxPerBuyer !== undefined && has + ask.quantity > listing.maxPerBuyer) return refused('LIMIT_REACHED', 'listing', Math.max(0, listing.maxPerBuyer - has));
    if (dealId !== '') {
      const deal = this.deals[dealId];
      if (!deal) return refused('NOT_FOUND', 'deal');
      if (deal.listingId !== listing.id) return refused('INVALID', 'dealId');
      if (now < deal.startsAt) return refused('DEAL_NOT_RUNNING', 'countdown', deal.startsAt);
      if (now >= deal.endsAt) return refused('DEAL_NOT_RUNNING', 'over', deal.endsAt);
      const ofDeal = this.bought(ask.buyerId, 'deal', dealId);
      if (ofDeal + ask.quantity > deal.perBuyer) return refused('LIMIT_REACHED', 'deal', Math.max(0, deal.perBuyer - ofDeal));
      const taken = this.takenOf(dealId);
      const left = deal.quantity - taken.held - taken.sold;
      if (left <= 0) return refused('SOLD_OUT', 'deal', 0);
      if (left < ask.quantity) return refused('INSUFFICIENT_STOCK', 'deal', left);
    }
    const available = this.available(sku);
    if (available <= 0) return refused('SOLD_OUT', 'sku', 0);
    return available < ask.quantity ? refused('INSUFFICIENT_STOCK', 'sku', available) : { is: 'held' };
  }

  /** The price of a unit, by the deal or else the SKU or the listing. */
  priceOf(listingId: string, sku: string, dealId: string): number | undefined {
    const listing = this.show.listings.find(({ id }) => id === listingId);
    return this.deals[dealId]?.price ?? listing?.skus.find((each) => each.sku === sku)?.price ?? listing?.price;
  }

  /** Follows what the ledger's scripts journalled. */
  follow(event: LedgerEvent): void {
    switch (event.type) {
      case 'claim.held': {
        const { claimId, buyerId: buyer, listingId: listing, dealId: deal = '', sku, quantity, unitPrice, expiresAt } = event;
        this.claims[claimId] = { buyer, listing, deal, sku, quantity, unitPrice, status: 'held', order: undefined, expiresAt, due: false };
        return;
      }
      case 'claim.cancelled':
      case 'claim.expired':
        Object.assign(this.claims[event.claimId] ?? {}, { status: event.type === 'claim.expired' ? 'expired' : 'cancelled' });
        return;
      case 'order.paid': {
        const claim = this.claims[event.claimId];
        if (!claim) return;
        Object.assign(claim, { status: 'paid', order: event.orderId });
        const order = (this.orders[event.orderId] ??= { claim: undefined, told: false, units: {} });
        order.claim = event.claimId;
        order.units[claim.sku] = Math.max(claim.quantity, order.units[claim.sku] ?? 0);
        return;
      }
      case 'sales.applied':
        return;
    }
  }

  /** Takes in what feeds sold under an order in all. @returns by how much each SKU moved, and whether a claim stands for it from now on */
  sell({ orderId, claimId, units }: Sale): { claimId: string | undefined; lines: [string, number][] } {
    const order = (this.orders[orderId] ??= { claim: undefined, told: false, units: {} });
    const claim = claimId === undefined ? undefined : this.claims[claimId];
    const lines: [string, number][] = [];
    let confirmed: string | undefined;
    if (claim && order.claim === undefined && (claim.status === 'held' || (claim.status === 'paid' && this.orders[claim.order ?? '']?.told === false))) {
      if (claim.status === 'paid') Object.assign(this.orders[claim.order ?? ''] ?? {}, { told: true });
      else Object.assign(claim, { status: 'paid', order: orderId });
      order.claim = confirmed = claimId;
      const before = order.units[claim.sku] ?? 0;
      order.units[claim.sku] = Math.max(claim.quantity, before);
      if (before > 0) lines.push([claim.sku, -Math.min(claim.quantity, before)]);
    }
    order.told = true;
    for (const [sku, wanted] of units) {
      const more = wanted - (order.units[sku] ?? 0);
      const by = order.claim === undefined ? more : Math.max(0, more);
      if (by === 0) continue;
      order.units[sku] = (order.units[sku] ?? 0) + by;
      lines.push([sku, by]);
    }
    return { claimId: confirmed, lines };
  }

  /** Follows a decision of the desk; the show itself is evolved by the caller. */
  decide(event: ShowEvent): void {
    if (event.type === 'deal.started') this.deals[event.deal.dealId] = event.deal;
    if (event.type === 'deal.extended') this.deals[event.dealId] = event.after;
    if (event.type === 'deal.stopped') this.deals[event.dealId] = event.after as StartedDeal;
    if (event.type === 'hold.released') for (const claim of this.all('held')) claim.due = true;
    if (event.type === 'stock.adjusted') this.adjust(event.sku, event.delta);
    if (event.type === 'stock.counted') this.adjust(event.sku, event.counted + this.sold(event.sku) - this.onHand(event.sku));
  }

  private adjust(sku: string, by: number): void {
    const known = (this.skus[sku] ??= { opening: 0, adjusted: 0 });
    known.adjusted += by;
  }
}
