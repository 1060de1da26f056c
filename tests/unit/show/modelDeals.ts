import type { ProblemCode } from '../../../shared/protocol/problems.ts';

export interface ModelDeal {
  serial: number;
  listing: string;
  price: number;
  quantity: number;
  seconds: number;
  countdown: number;
  startsAt: number | null;
  endsAt: number | null;
  stopped: boolean;
}
export type Plan = Pick<ModelDeal, 'listing' | 'price' | 'quantity' | 'seconds' | 'countdown'>;

const text = (deal: ModelDeal | undefined): string => JSON.stringify(deal, deal && Object.keys(deal).toSorted());

/** Deals and coupons on paper: every deal a row, copied whenever it changes. */
export class DealBook {
  rows: ModelDeal[] = [];
  coupons: { amount: number; endsAt: number | null }[] = [];
  private serials = 0;

  open = (deal: ModelDeal, now: number): boolean => deal.endsAt !== null && !deal.stopped && now < deal.endsAt;

  phase(deal: ModelDeal, now: number): string {
    if (deal.stopped) return 'stopped';
    if (deal.startsAt === null || deal.endsAt === null) return 'planned';
    if (now < deal.startsAt) return 'countdown';
    return now < deal.endsAt ? 'running' : 'ended';
  }

  paid(price: number, now: number, besides: number[] = []): number {
    const amounts = this.coupons.filter(({ endsAt }) => endsAt === null || now < endsAt).map(({ amount }) => amount);
    return Math.max(0, price - Math.max(0, ...amounts, ...besides));
  }

  fresh = (plan: Plan): ModelDeal => ({ ...plan, serial: ++this.serials, startsAt: null, endsAt: null, stopped: false });

  put(deal: ModelDeal): void {
    const known = this.rows.some(({ serial }) => serial === deal.serial);
    this.rows = known ? this.rows.map((each) => (each.serial === deal.serial ? deal : each)) : [...this.rows, deal];
  }

  drop(deal: ModelDeal): void {
    this.rows = this.rows.filter(({ serial }) => serial !== deal.serial);
  }

  is = (deal: ModelDeal): boolean => text(this.rows.find(({ serial }) => serial === deal.serial)) === text(deal);

  started(deal: ModelDeal, now: number): ModelDeal {
    const startsAt = now + deal.countdown * 1_000;
    return { ...deal, startsAt, endsAt: startsAt + deal.seconds * 1_000 };
  }

  stop(deal: ModelDeal, now: number): void {
    this.put({ ...deal, stopped: true, startsAt: Math.min(deal.startsAt ?? now, now), endsAt: now });
  }

  stopAll(now: number): void {
    for (const deal of this.rows) if (this.open(deal, now)) this.stop(deal, now);
  }

  /** Why a deal cannot run on this listing; undefined where it can. */
  busy(deal: ModelDeal, shelved: boolean, now: number): ProblemCode | undefined {
    return shelved || this.rows.some((each) => each.listing === deal.listing && this.open(each, now)) ? 'WRONG_STATE' : undefined;
  }
}
