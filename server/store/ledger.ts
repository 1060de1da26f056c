import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { EntryId, ListingId, Sku } from '../../shared/ids.ts';
import type { Minor } from '../../shared/money.ts';
import type { Account, Hold, Taken } from '../../shared/stock/ledger.ts';
import type { Claim, LedgerEvent } from '../../shared/stock/events.ts';
import { keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** What a buyer asks of the ledger. */
export type Ask =
  | { op: 'take'; claimId: string; buyerId: string; listingId: string; sku?: string | undefined; dealId?: string | undefined; quantity: number }
  | { op: 'pay'; claimId: string; orderId?: string | undefined; amount?: number | undefined }
  | { op: 'cancel'; claimId: string };

/** What became of it: the claim as it stands, or the reason and figure of a refusal (lua/checkout.lua). */
export type Answer =
  | { is: 'held' | 'paid' | 'cancelled' | 'seen'; claim: Claim }
  | { is: 'refused'; code: string; what: string; figure?: number };

/** An entry that a script of the ledger journalled; undefined where nothing happened. */
export interface LedgerEntry {
  id: EntryId;
  previous: EntryId;
  events: LedgerEvent[];
}

/** An order as feeds have told of it in all: units sold by SKU. */
export interface Sale {
  orderId: string;
  claimId?: string;
  units: readonly [sku: string, units: number][];
}

/** The ledger at one moment, and the journal entry it stands after. */
export interface LedgerState {
  entry: EntryId;
  /** The entry up to which feeds' sales are in it. */
  appliedUpTo: EntryId;
  accounts: Map<string, Account>;
  deals: Map<string, Taken>;
  holds: Hold[];
}

/** Holds given back in one call of the sweep: a script of a few ms. */
const SWEEP_MOST = 500;

const ClaimRecord = Type.Object({
  status: Type.Enum(['held', 'paid', 'cancelled', 'expired']),
  claimId: Type.String(), buyerId: Type.String(), listingId: Type.String(), sku: Type.String(), quantity: Type.Integer(),
  unitPrice: Type.Number(), amount: Type.Number(), heldAt: Type.Number(), expiresAt: Type.Number(),
  dealId: Type.Optional(Type.String()), orderId: Type.Optional(Type.String()),
});

const isClaimRecord = Compile(ClaimRecord);

/** Stock, claims and holds: judged by scripts alone. */
export class LedgerStore {
  constructor(
    private readonly read: Redis,
    private readonly scripts: Scripts,
    private readonly processId: string,
  ) {}

  /** Judges what buyers ask, in order, in one call. @throws Refusal STORE_UNAVAILABLE, OUTCOME_UNKNOWN */
  async judge(showId: string, asks: readonly Ask[]): Promise<{ answers: Answer[]; entry: LedgerEntry | undefined }> {
    const { keys, args } = this.callOf(showId, asks);
    const [id = '', previous = '', events = '', answers = ''] = texts(await asked(this.scripts.run('checkout', keys, args)));
    const entry = entryOf(id, previous, events);
    // Put together by our own script.
    return { answers: (JSON.parse(answers) as Told[]).map((told) => answerOf(told, entry)), entry };
  }

  /** What `judge` sends: the script, its keys and its arguments. */
  callOf(showId: string, asks: readonly Ask[]): { sha: string; keys: string[]; args: string[] } {
    const k = keysOf(showId);
    return {
      sha: this.scripts.shaOf('checkout'),
      keys: [k.gate, k.stock, k.deals, k.buyers, k.claims, k.holds, k.sales, k.journal, k.tail, k.lease],
      args: [this.processId, k.appended, asksText(asks)],
    };
  }

  /** Gives back holds that are due. @returns how many, and the entry; undefined where another process hosts by now. */
  async sweep(showId: string, epoch: string): Promise<{ count: number; entry: LedgerEntry | undefined } | undefined> {
    const k = keysOf(showId);
    const keys = [k.epoch, k.stock, k.deals, k.buyers, k.claims, k.holds, k.journal, k.tail, k.lease];
    const [status, id = '', previous = '', events = '', count] = texts(await asked(this.scripts.run('sweep', keys, [epoch, SWEEP_MOST, this.processId, k.appended])));
    return status === 'ok' ? { count: Number(count), entry: entryOf(id, previous, events) } : undefined;
  }

  /** Takes in what feeds sold up to `upTo`. @returns false where another process hosts by now. */
  async applySales(showId: string, epoch: string, upTo: EntryId, sales: readonly Sale[]): Promise<{ entry: LedgerEntry | undefined } | undefined> {
    const k = keysOf(showId);
    const keys = [k.epoch, k.stock, k.deals, k.buyers, k.claims, k.holds, k.sales, k.journal, k.tail, k.lease];
    const args = sales.flatMap(({ orderId, claimId, units }) => [orderId, claimId ?? '', units.length, ...units.flat()]);
    const [status, id = '', previous = '', events = ''] = texts(await asked(this.scripts.run('sales', keys, [epoch, upTo, this.processId, k.appended, sales.length, ...args])));
    return status === 'ok' ? { entry: entryOf(id, previous, events) } : undefined;
  }

  /** @param holds how many of the holds to tell, those due first; all where it is left out. */
  async state(showId: string, holds = -1): Promise<LedgerState> {
    const k = keysOf(showId);
    const reply = await asked(this.scripts.run('ledger', [k.stock, k.deals, k.holds, k.claims, k.tail], [holds]));
    if (!Array.isArray(reply)) throw new TypeError('ledger.lua answered otherwise than its header says');
    const [entry, stock, deals, claims, due] = reply as [string, string[], string[], string[], string[]];
    const found = accountsOf(stock);
    return {
      entry: entry as EntryId,
      appliedUpTo: (found.appliedUpTo ?? '0-0') as EntryId,
      accounts: found.accounts,
      deals: dealsOf(deals),
      holds: claims.map((text, i) => ({ ...claimOf(JSON.parse(text)), expiresAt: Number(due[i]) })),
    };
  }

  /** How many holds there are, those that are due included. */
  holds(showId: string): Promise<number> {
    return asked(this.read.zcard(keysOf(showId).holds));
  }

  /** One claim as it stands; undefined where there is none of this id. A hold that is due may still be told as held. */
  async claim(showId: string, claimId: string): Promise<Claim | undefined> {
    const text = await asked(this.read.hget(keysOf(showId).claims, claimId));
    return text === null ? undefined : claimOf(JSON.parse(text));
  }

  /** Units sold under each order, as the ledger has it. */
  async sales(showId: string): Promise<Map<string, { claimId?: string; lines: Record<string, number> }>> {
    const all = await asked(this.read.hgetall(keysOf(showId).sales));
    // Written by our own scripts.
    return new Map(Object.entries(all).map(([orderId, text]) => [orderId, JSON.parse(text) as { claimId?: string; lines: Record<string, number> }]));
  }
}

/** What a call asks, as one argument: each has its price on the way. Half a character, which JSON can escape and no script can read again, becomes the sign for it. */
function asksText(asks: readonly Ask[]): string {
  const text = JSON.stringify(asks);
  return text.includes('\\ud') ? JSON.stringify(asks, (_key, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)) : text;
}

/** An answer as checkout.lua tells it: a claim that is held by its place among the events. */
type Told = number | { is: 'paid' | 'cancelled' | 'seen'; claim: unknown } | Extract<Answer, { is: 'refused' }>;

function answerOf(told: Told, entry: LedgerEntry | undefined): Answer {
  if (typeof told === 'number') return { is: 'held', claim: heldBy(entry?.events[told - 1]) };
  return told.is === 'refused' ? told : { is: told.is, claim: claimOf(told.claim) };
}

/** The claim that an event tells of. */
function heldBy(event: LedgerEvent | undefined): Claim {
  if (event?.type !== 'claim.held') throw new TypeError('checkout.lua answered otherwise than its header says');
  const { claimId, buyerId, listingId, dealId, sku, quantity, unitPrice, amount, heldAt, expiresAt } = event;
  return { status: 'held', claimId, buyerId, listingId, sku, quantity, unitPrice, amount, heldAt, expiresAt, ...(dealId === undefined ? {} : { dealId }) };
}

function entryOf(id: string, previous: string, events: string): LedgerEntry | undefined {
  // Put together by our own scripts.
  return id === '' ? undefined : { id: id as EntryId, previous: previous as EntryId, events: JSON.parse(events) as LedgerEvent[] };
}

function claimOf(record: unknown): Claim {
  if (!isClaimRecord.Check(record)) throw new TypeError(`a claim in the store is not one: ${JSON.stringify(record)}`);
  return { ...record, listingId: record.listingId as ListingId, sku: record.sku as Sku, unitPrice: record.unitPrice as Minor, amount: record.amount as Minor };
}

const FIELDS = { o: 'opening', j: 'adjusted', a: 'available', h: 'held', s: 'sold' } as const;
const isField = (letter: string): letter is keyof typeof FIELDS => Object.hasOwn(FIELDS, letter);

function accountsOf(flat: readonly string[]): { accounts: Map<string, Account>; appliedUpTo: string | undefined } {
  const accounts = new Map<string, Account>();
  let appliedUpTo: string | undefined;
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const field = flat[i] ?? '';
    const letter = field.slice(0, 1);
    if (field === '@') appliedUpTo = flat[i + 1];
    if (!isField(letter)) continue;
    const sku = field.slice(1);
    let account = accounts.get(sku);
    if (!account) accounts.set(sku, (account = { opening: 0, adjusted: 0, available: 0, held: 0, sold: 0 }));
    account[FIELDS[letter]] = Number(flat[i + 1]);
  }
  return { accounts, appliedUpTo };
}

function dealsOf(flat: readonly string[]): Map<string, Taken> {
  const deals = new Map<string, Taken>();
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const field = flat[i] ?? '';
    const dealId = field.slice(1);
    const taken = deals.get(dealId) ?? { held: 0, sold: 0 };
    taken[field.startsWith('h') ? 'held' : 'sold'] = Number(flat[i + 1]);
    deals.set(dealId, taken);
  }
  return deals;
}
