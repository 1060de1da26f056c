import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import type { ClaimInput } from '../../../shared/stock/claims.ts';

/** The till as the demo's buyers know it. Each answers whether it was done: a refusal is part of the game. */
export interface Till {
  claim: (claim: ClaimInput) => Promise<boolean>;
  pay: (claimId: string, orderId: string) => Promise<boolean>;
  cancel: (claimId: string) => Promise<boolean>;
}

/** Sends those who order in a deal to the till, where everybody else does too: the ledger decides who gets a unit. */
export class Buyers {
  /** Orders that hold units, and those that came too late: of the latter nothing more is heard. */
  private readonly holding = new Set<string>();
  private readonly late = new Set<string>();

  constructor(private readonly till: Till) {}

  /** @returns what the order system reports of all this: what was bought outside deals, and orders waiting to be paid. */
  async pass(events: readonly PlatformEvent[]): Promise<PlatformEvent[]> {
    const passed: PlatformEvent[] = [];
    for (const event of events) passed.push(...(await this.one(event)));
    return passed;
  }

  private async one(event: PlatformEvent): Promise<PlatformEvent[]> {
    switch (event.type) {
      case 'order.created':
        return this.ordered(event);
      case 'order.paid':
        if (this.late.delete(event.orderId)) return [];
        if (!this.holding.delete(event.orderId)) return [event];
        // Paid at the till it is an order of the ledger's own; too late it is none.
        return (await this.till.pay(claimOf(event.orderId), event.orderId)) ? [] : [{ type: 'order.cancelled', at: event.at, orderId: event.orderId }];
      case 'order.cancelled':
        if (this.late.delete(event.orderId)) return [];
        if (this.holding.delete(event.orderId)) await this.till.cancel(claimOf(event.orderId));
        return [event];
      default:
        return [event];
    }
  }

  private async ordered(event: Extract<PlatformEvent, { type: 'order.created' }>): Promise<PlatformEvent[]> {
    const { orderId, viewerId, lines } = event;
    const [line] = lines;
    if (line?.dealId === undefined || line.listingId === undefined || line.sku === undefined) return [event];
    const claimId = claimOf(orderId);
    const got = await this.till.claim({ claimId, listingId: line.listingId, sku: line.sku, dealId: line.dealId, buyerId: viewerId, quantity: line.quantity });
    (got ? this.holding : this.late).add(orderId);
    return got ? [{ ...event, claimId }] : [];
  }
}

const claimOf = (orderId: string): string => `claim-${orderId}`;
