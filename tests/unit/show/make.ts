import { applyCommit } from '../../../shared/show/evolve.ts';
import { createShow, type NewShow } from '../../../shared/show/create.ts';
import { decide, type DecideContext, type Decision } from '../../../shared/show/decide.ts';
import type { CommandType, Payload } from '../../../shared/show/commands.ts';
import type { Actor, ShowEvent } from '../../../shared/show/events.ts';
import type { Listing, Show } from '../../../shared/show/show.ts';

export const T0 = 1_800_000_000_000;
export const WANG: Actor = { id: 'p-wang', name: '小王', role: 'controller' };
export const LI: Actor = { id: 'p-li', name: '小李', role: 'controller' };

export const newIds = (prefix = 'id') => {
  let n = 0;
  return () => `${prefix}-${++n}`;
};

export const newShow = (over: Partial<NewShow> = {}): NewShow => ({
  id: 'show-1',
  title: '双11 美妆专场',
  currency: 'CNY',
  host: '小雨',
  listings: [
    { id: 'L1', title: '洁面', price: 8_900, floorPrice: 6_000, sku: 'JM', stock: 210 },
    { id: 'L2', title: '精华液', price: 19_900, floorPrice: 12_000, skus: [{ sku: 'JH30', name: '30ml', stock: 30 }, { sku: 'JH50', name: '50ml', price: 29_900, stock: 4 }] },
    { id: 'L3', title: '面霜', price: 15_900, sku: 'MS', stock: 80 },
    { id: 'L4', title: '眼霜', price: 25_900, sku: 'YS', stock: 40 },
    { id: 'L5', title: '防晒', price: 9_900, sku: 'FS', stock: 500 },
  ],
  segments: [
    { kind: 'opening', title: '开场', minutes: 10 },
    { kind: 'product', title: '产品介绍', minutes: 30, target: 500_000, listingNumber: 2 },
    { kind: 'benefit', title: '福利', minutes: 5 },
  ],
  ...over,
});

type Extra = Partial<Pick<DecideContext, 'facts' | 'by'>> & { expectedRevision?: number; id?: string };

/** What the server does, without the server: a show, its commits by revision, and a clock that the test moves. */
export class Stage {
  show: Show;
  now = T0;
  readonly commits: ShowEvent[][] = [];
  private readonly newId = newIds('new');
  private sent = 0;

  constructor(over: Partial<NewShow> = {}) {
    const made = createShow(newShow(over), { now: this.now, by: WANG, newId: newIds('seg') });
    if (!made.ok) throw new Error(made.rejection.detail);
    this.commits.push(made.events);
    this.show = applyCommit(null, made.events);
  }

  /** Judges without committing. */
  judge<T extends CommandType>(type: T, payload: Payload<T>, { by = WANG, facts, id, expectedRevision }: Extra = {}): Decision {
    const command = { id: id ?? `cmd-${++this.sent}`, type, payload, ...(expectedRevision === undefined ? {} : { expectedRevision }) };
    const revision = 'revision' in payload && typeof payload.revision === 'number' ? payload.revision : undefined;
    const undoing = revision === undefined ? undefined : this.commits[revision - 1];
    return decide(this.show, command, { now: this.now, by, newId: this.newId, ...(undoing ? { undoing } : {}), ...(facts ? { facts } : {}) });
  }

  commit(events: ShowEvent[]): ShowEvent[] {
    this.commits.push(events);
    this.show = applyCommit(this.show, events);
    return events;
  }

  /** Sends a command that must be accepted; a second passes before each. */
  do<T extends CommandType>(type: T, payload: Payload<T>, extra: Extra = {}): ShowEvent[] {
    this.now += 1_000;
    const decided = this.judge(type, payload, extra);
    if (!decided.ok) throw new Error(`${type} was refused: ${decided.rejection.code} ${decided.rejection.detail}`);
    return this.commit(decided.events);
  }

  /** Sends a command that must be refused. */
  refused<T extends CommandType>(type: T, payload: Payload<T>, extra: Extra = {}) {
    this.now += 1_000;
    const decided = this.judge(type, payload, extra);
    if (decided.ok) throw new Error(`${type} was accepted`);
    return decided.rejection;
  }

  listing(id: string): Listing {
    const found = this.show.listings.find((listing) => listing.id === id);
    if (!found) throw new Error(`no listing ${id}`);
    return found;
  }
}

/** A show on air with its first listing. */
export function live(over: Partial<NewShow> = {}): Stage {
  const stage = new Stage(over);
  stage.do('show.start', {});
  stage.do('listing.take', { listingId: 'L1', seenOnAir: null });
  return stage;
}
