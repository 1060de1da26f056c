import type { Alert } from '../../../shared/alerts/alert.ts';
import { judge } from '../../../shared/alerts/judge.ts';
import type { AlertKind } from '../../../shared/alerts/kinds.ts';
import { newMemory, type Memory } from '../../../shared/alerts/memory.ts';
import { sceneOf } from '../../../shared/alerts/rule.ts';
import type { Sight, Stretch } from '../../../shared/alerts/sight.ts';
import type { NewShow } from '../../../shared/show/create.ts';
import { live, type Stage } from '../show/make.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

export const stretch = (over: Partial<Stretch> = {}): Stretch => ({ created: 0, paid: 0, refunds: 0, refundAmount: 0, ...over });

/** A show on air, what can be seen of it, and a clock: looks once a second, as the host does. */
export class Watch {
  readonly stage: Stage;
  memory: Memory = newMemory();
  alerts: Alert[] = [];
  sight: Sight = {
    feeds: [], stream: null, warnings: [], online: null, gmv: 0, last10: stretch(), before10: stretch(),
    clicks: (listingId) => this.clicks[listingId] ?? 0,
    available: (sku) => this.left[sku],
    soldLately: (sku) => this.soldLately[sku] ?? 0,
    unrecordedSince: undefined as number | undefined,
    overdrawn: () => Object.entries(this.left).flatMap(([sku, available]) => (available < 0 ? [{ sku, available }] : [])),
    taken: (dealId) => this.taken[dealId] ?? { held: 0, sold: 0 },
    holdsDue: (until) => {
      const due = this.holds.filter(({ expiresAt }) => expiresAt <= until);
      return { count: due.length, amount: due.length * 100 };
    },
  };
  readonly clicks: Record<string, number> = {};
  readonly left: Record<string, number> = {};
  readonly soldLately: Record<string, number> = {};
  readonly taken: Record<string, { held: number; sold: number }> = {};
  holds: { expiresAt: number }[] = [];
  private clock: number;

  constructor(over: Partial<NewShow> = {}, stage: Stage = live(over)) {
    this.stage = stage;
    this.clock = stage.now;
  }

  get now(): number {
    return this.clock;
  }

  /** Looks now. @returns the alerts of one kind */
  look(kind: AlertKind): Alert[] {
    this.alerts = judge(sceneOf(this.stage.show, this.sight, this.now, this.memory));
    return this.alerts.filter((alert) => alert.kind === kind);
  }

  /** Lets time pass, looking every second. `each` is called before each look. */
  pass(ms: number, each: () => void = () => undefined): this {
    for (let left = ms; left > 0; left -= SECOND) {
      this.clock += Math.min(SECOND, left);
      each();
      this.look('feed.silent');
    }
    this.stage.now = this.clock;
    return this;
  }

  see(over: Partial<Sight>): this {
    this.sight = { ...this.sight, ...over };
    return this;
  }
}
