import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import type { Agenda } from './agenda.ts';
import type { Crowd, Visitor } from './crowd.ts';
import type { Random } from './random.ts';
import { dealOn, temptationOf, type SeenListing, type SeenRoom } from './room.ts';

/** Steps on the way from a product's card to a refund. */
export type Step =
  | { kind: 'see' | 'click' | 'cart' | 'favourite' | 'order'; visitor: Visitor; listingId: string }
  | { kind: 'pay' | 'cancel' | 'refund'; orderId: string; amount: number };

/** Where events go: what the audience does, and what the order system reports. */
export interface Feeds {
  audience: PlatformEvent[];
  orders: PlatformEvent[];
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** Orders of people who came for something, and of people who were sent here. */
const INTENT: Readonly<Record<string, number>> = { follow: 1.5, search: 1.5, share: 1.2, natural: 1, 'short-video': 0.85, paid: 0.75 };

/** What visitors do with products: see, click, favourite, put into the cart, order, pay or not, cancel, return. */
export class Shopping {
  private orders = 0;
  private readonly sold = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly crowd: Crowd,
    private readonly agenda: Agenda<Step>,
    private readonly orderPrefix: string,
    private readonly onBought: (visitor: Visitor, listing: SeenListing, inDeal: boolean) => void,
  ) {}

  /** Plans that somebody sees a product's card within the next moments. */
  show(visitor: Visitor, listingId: string, now: number, meanDelayMs: number): void {
    this.agenda.add(now + 500 + this.random.exponential(meanDelayMs), { kind: 'see', visitor, listingId });
  }

  /** Does one planned step, and plans what follows from it. */
  take(step: Step, at: number, room: SeenRoom, feeds: Feeds): void {
    switch (step.kind) {
      case 'pay':
        feeds.orders.push({ type: 'order.paid', at, orderId: step.orderId });
        if (this.random.chance(0.025)) this.agenda.add(at + this.random.between(2, 20) * MINUTE, { ...step, kind: 'refund' });
        return;
      case 'cancel':
        feeds.orders.push({ type: 'order.cancelled', at, orderId: step.orderId });
        return;
      case 'refund':
        feeds.orders.push({ type: 'order.refunded', at, orderId: step.orderId, refundId: `${step.orderId}r`, amount: step.amount });
        return;
      default: {
        const listing = room.listings.find(({ id }) => id === step.listingId);
        if (!listing || listing.shelved) return;
        // Who left before the card came up never saw it; who was already buying goes on.
        if (step.kind === 'see' && !this.crowd.isHere(step.visitor)) return;
        this.browse(step, listing, at, room, feeds);
      }
    }
  }

  private browse(step: Extract<Step, { visitor: Visitor }>, listing: SeenListing, at: number, room: SeenRoom, feeds: Feeds): void {
    const { random, agenda } = this;
    const { visitor } = step;
    const named = { viewerId: visitor.viewerId, listingId: listing.id };
    const then = (kind: 'click' | 'cart' | 'favourite' | 'order', delay: number): void => agenda.add(at + delay, { kind, visitor, listingId: listing.id });
    switch (step.kind) {
      case 'see':
        feeds.audience.push({ type: 'product.shown', at, ...named });
        if (random.chance(temptationOf(listing, room, at).click)) then('click', SECOND + random.exponential(6 * SECOND));
        return;
      case 'click': {
        feeds.audience.push({ type: 'product.clicked', at, ...named });
        const { cart, order } = temptationOf(listing, room, at);
        if (random.chance(0.05)) then('favourite', random.between(2, 15) * SECOND);
        if (random.chance(cart)) then('cart', random.between(3, 20) * SECOND);
        if (random.chance(Math.min(0.7, order * (INTENT[visitor.source] ?? 1)))) then('order', 4 * SECOND + random.exponential(18 * SECOND));
        return;
      }
      case 'cart': {
        feeds.audience.push({ type: 'cart.added', at, ...named });
        // The cart is emptied a little later by those who compared first.
        if (random.chance(temptationOf(listing, room, at).order * 0.6)) then('order', 20 * SECOND + random.exponential(MINUTE));
        return;
      }
      case 'favourite':
        feeds.audience.push({ type: 'product.favourited', at, ...named });
        return;
      case 'order':
        this.order(visitor, listing, at, room, feeds);
        return;
    }
  }

  private order(visitor: Visitor, listing: SeenListing, at: number, room: SeenRoom, feeds: Feeds): void {
    const { random, agenda } = this;
    const left = listing.skus.filter(({ sku, stock }) => (this.sold.get(sku) ?? 0) < stock);
    const sku = left[random.below(left.length)];
    if (!sku) return;
    const deal = dealOn(room, listing.id, at);
    const quantity = Math.min(random.chance(0.8) ? 1 : random.chance(0.8) ? 2 : 3, sku.stock - (this.sold.get(sku.sku) ?? 0));
    const amount = (deal?.price ?? sku.price ?? listing.price) * quantity;
    const orderId = `${this.orderPrefix}${(this.orders++).toString(36)}`;
    this.sold.set(sku.sku, (this.sold.get(sku.sku) ?? 0) + quantity);
    feeds.orders.push({
      type: 'order.created',
      at,
      orderId,
      viewerId: visitor.viewerId,
      lines: [{ listingId: listing.id, sku: sku.sku, quantity, amount, ...(deal?.dealId === undefined ? {} : { dealId: deal.dealId }) }],
      ...(this.crowd.buy(visitor) ? { firstOrder: true } : {}),
    });
    this.onBought(visitor, listing, deal !== undefined);
    if (random.chance(deal ? 0.93 : 0.86)) agenda.add(at + 3 * SECOND + Math.min(4 * MINUTE, random.logNormal(12 * SECOND, 0.9)), { kind: 'pay', orderId, amount });
    else if (random.chance(0.85)) agenda.add(at + random.between(5, 15) * MINUTE, { kind: 'cancel', orderId, amount });
  }
}
