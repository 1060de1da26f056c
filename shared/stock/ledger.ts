import type { LedgerEvent, Held } from './events.ts';

/** One SKU's account, in units: opening + adjusted = available + held + sold. Available may be negative where more was sold than there was. */
export interface Account {
  opening: number;
  adjusted: number;
  available: number;
  held: number;
  sold: number;
}

/** A deal's units: what its cap is measured against. */
export interface Taken {
  held: number;
  sold: number;
}

export type Hold = Held;

const ACCOUNT: Account = { opening: 0, adjusted: 0, available: 0, held: 0, sold: 0 };

/**
 * The ledger as the journal tells it: what the scripts have decided, followed event by event. It decides nothing. The host shows it;
 * `verify-ledger` holds it against the scripts' own figures.
 */
export class Ledger {
  readonly accounts = new Map<string, Account>();
  readonly deals = new Map<string, Taken>();
  readonly holds = new Map<string, Hold>();
  /** Counts changes; whoever shows the ledger remembers up to which it did. */
  version = 0;
  private readonly changes = new Map<Account | Taken, number>();
  /** No hold falls due before this. Unix ms. */
  private soonest = Infinity;

  /** @param known what to go on from: a state of the scripts' own, and its holds */
  constructor(known?: { accounts: Map<string, Account>; deals: Map<string, Taken>; holds: readonly Hold[] }) {
    if (!known) return;
    for (const [sku, account] of known.accounts) Object.assign(this.account(sku), account);
    for (const [dealId, taken] of known.deals) Object.assign(this.deal(dealId), taken);
    for (const hold of known.holds) this.hold(hold);
  }

  /** SKUs and deals that changed after `version`; all for 0. */
  since(version: number): { accounts: [sku: string, account: Account][]; deals: [dealId: string, taken: Taken][] } {
    if (version === this.version) return { accounts: [], deals: [] };
    const later = ([, each]: [string, Account | Taken]): boolean => (this.changes.get(each) ?? 0) > version;
    return { accounts: [...this.accounts].filter(later), deals: [...this.deals].filter(later) };
  }

  /** A SKU's account, about to change; a new one where it was never heard of: feeds may sell what no listing has. */
  private account(sku: string): Account {
    let account = this.accounts.get(sku);
    if (!account) this.accounts.set(sku, (account = { ...ACCOUNT }));
    this.changes.set(account, ++this.version);
    return account;
  }

  private deal(dealId: string): Taken {
    let taken = this.deals.get(dealId);
    if (!taken) this.deals.set(dealId, (taken = { held: 0, sold: 0 }));
    this.changes.set(taken, ++this.version);
    return taken;
  }

  /** A SKU's opening stock becomes known, or known otherwise. */
  open(sku: string, units: number): void {
    const account = this.account(sku);
    account.available += units - account.opening;
    account.opening = units;
  }

  /** Stock was corrected by `delta` units. */
  adjust(sku: string, delta: number): void {
    const account = this.account(sku);
    account.adjusted += delta;
    account.available += delta;
  }

  /** All unpaid holds fall due now. */
  release(): void {
    for (const hold of [...this.holds.values()]) this.hold({ ...hold, expiresAt: 0 });
  }

  /** Whether any hold is due. @param now server time, Unix ms */
  hasDue(now: number): boolean {
    if (now < this.soonest) return false;
    this.soonest = Infinity;
    for (const { expiresAt } of this.holds.values()) if (expiresAt < this.soonest) this.soonest = expiresAt;
    return this.soonest <= now;
  }

  private hold(hold: Hold): void {
    this.holds.set(hold.claimId, hold);
    if (hold.expiresAt < this.soonest) this.soonest = hold.expiresAt;
  }

  /** Follows one event of the ledger's scripts. */
  apply(event: LedgerEvent): void {
    switch (event.type) {
      case 'claim.held': {
        // The event itself: in a burst copies of thousands would be kept beside it.
        this.hold(event);
        this.move(event, { available: -event.quantity, held: event.quantity, sold: 0 });
        return;
      }
      case 'claim.cancelled':
      case 'claim.expired':
        this.end(event.claimId, ({ quantity }) => ({ available: quantity, held: -quantity, sold: 0 }));
        return;
      case 'order.paid':
        this.end(event.claimId, ({ quantity }) => ({ available: event.covered, held: -quantity, sold: quantity - event.covered }), event.covered);
        return;
      case 'sales.applied':
        for (const { claimId, lines } of event.orders) {
          if (claimId !== undefined) this.end(claimId, ({ quantity }) => ({ available: 0, held: -quantity, sold: quantity }));
          for (const [sku, units] of lines) {
            const account = this.account(sku);
            account.sold += units;
            account.available -= units;
          }
        }
        return;
      default:
        event satisfies never;
    }
  }

  /** Ends a hold. A deal keeps what was paid, also where a feed had told of it before. */
  private end(claimId: string, how: (hold: Hold) => Omit<Account, 'opening' | 'adjusted'>, covered = 0): void {
    const hold = this.holds.get(claimId);
    if (!hold) return;
    this.holds.delete(claimId);
    this.move(hold, how(hold), covered);
  }

  private move({ sku, dealId }: Hold, by: Omit<Account, 'opening' | 'adjusted'>, covered = 0): void {
    const account = this.account(sku);
    account.available += by.available;
    account.held += by.held;
    account.sold += by.sold;
    if (dealId === undefined) return;
    const taken = this.deal(dealId);
    taken.held += by.held;
    taken.sold += by.sold + covered;
  }
}

/** Units sold beyond what there was. */
export const oversoldOf = ({ available }: Pick<Account, 'available'>): number => Math.max(0, -available);

/** Safety stock where a listing names none: a tenth of the opening stock. Unit: units. Source: METRICS, Stock. */
export const safetyOf = (stock: number, safetyStock?: number): number => safetyStock ?? Math.ceil(stock / 10);
