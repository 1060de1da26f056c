import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { entryMs, parseEventId, type EntryId } from '../../../shared/ids.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import type { ShowEvent } from '../../../shared/show/events.ts';
import type { LedgerEvent } from '../../../shared/stock/events.ts';
import { Audit, compareLedger, type AuditEntry } from '../../../shared/stock/verify.ts';
import type { Api } from '../feeder/api.ts';
import { grouped, type Say } from '../feeder/say.ts';

const Stock = Type.Array(Type.Object({ sku: Type.String(), onHand: Type.Integer(), available: Type.Integer(), held: Type.Integer(), sold: Type.Integer() }));
const Holds = Type.Object({ total: Type.Integer(), holds: Type.Array(Type.Object({ claimId: Type.String(), sku: Type.String(), quantity: Type.Integer(), expiresAt: Type.Integer() })) });

const LINES = 20_000;
/** How long sales that feeds have told of may be on their way into the ledger, and how long to wait for a moment without claims. Unit: ms. */
const PATIENCE_MS = 20_000;
const AGAIN_MS = 250;
/** The types that only the ledger's scripts journal. */
const LEDGER_TYPES = new Set<string>(['claim.held', 'claim.cancelled', 'claim.expired', 'order.paid', 'sales.applied'] satisfies LedgerEvent['type'][]);

/** Proves what follows from a show's journal, and holds the store against it. @returns whether all agrees; says where it does not */
export async function verifyLedger(api: Pick<Api, 'get' | 'lines'>, showId: string, say: Say, wait: (ms: number) => Promise<void>): Promise<boolean> {
  const audit = new Audit(showId);
  const reader = new JournalReader(api, showId);
  for (let waited = 0; ; waited += AGAIN_MS) {
    const parted = await readOn(reader, audit, say);
    if (parted) {
      say.line(`they part at ${parted.id}: ${parted.what}`);
      return false;
    }
    const { version } = audit.ledger;
    const stock = await api.get(`/shows/${showId}/stock`, Stock);
    const holds = await api.get(`/shows/${showId}/holds?limit=1000`, Holds);
    const later = await readOn(reader, audit, say);
    const isStill = !later && version === audit.ledger.version;
    const waiting = audit.waiting();
    if (isStill && !waiting) return judge(audit, compareLedger(audit.ledger, stock, holds), say);
    if (waited < PATIENCE_MS) {
      await wait(AGAIN_MS);
      continue;
    }
    if (waiting) say.line(`they part at ${waiting.id}: ${waiting.what}`);
    else if (!later) say.line('the journal agrees with itself; the store never stood still long enough to be held against it');
    else say.line(`they part at ${later.id}: ${later.what}`);
    return false;
  }
}

function judge(audit: Audit, differences: readonly string[], say: Say): boolean {
  const { held, paid, cancelled, expired } = audit.statuses;
  say.line(`${grouped(audit.entries)} entries · claims: ${grouped(held)} held, ${grouped(paid)} paid, ${grouped(cancelled)} cancelled, ${grouped(expired)} expired · ${grouped(audit.ledger.accounts.size)} SKUs`);
  for (const difference of differences) say.line(`the store parts from the journal: ${difference}`);
  if (differences.length === 0) say.line('stock, holds, claims and orders agree');
  return differences.length === 0;
}

async function readOn(reader: JournalReader, audit: Audit, say: Say): Promise<ReturnType<Audit['follow']>> {
  for await (const entry of reader.entries()) {
    const parted = audit.follow(entry);
    if (parted) return parted;
    say.progress(`${grouped(audit.entries)} entries`);
  }
  return undefined;
}

/** The journal as the public API gives it, an event a line, put together again into entries. */
class JournalReader {
  private after = '';

  constructor(
    private readonly api: Pick<Api, 'lines'>,
    private readonly showId: string,
  ) {}

  async *entries(): AsyncGenerator<AuditEntry> {
    for (;;) {
      const lines = (await this.api.lines(`/shows/${this.showId}/journal?limit=${LINES}${this.after === '' ? '' : `&after=${this.after}`}`)).map(lineOf);
      // An entry may be cut where the page ends: the next page begins with it.
      const isLast = lines.length < LINES;
      const cut = isLast ? lines.length : lines.findIndex(({ entry }) => entry === lines.at(-1)?.entry) || lines.length;
      for (let from = 0; from < cut; ) {
        let to = from + 1;
        while (to < cut && lines[to]?.entry === lines[from]?.entry) to++;
        yield entryOf(lines.slice(from, to));
        this.after = lines[to - 1]?.id ?? this.after;
        from = to;
      }
      if (isLast) return;
    }
  }
}

interface Line {
  id: string;
  entry: EntryId;
  feed: string;
  event: { type: string; id?: string };
}

const JournalLine = Type.Object({ id: Type.String(), type: Type.String(), feed: Type.Optional(Type.String()), sourceId: Type.Optional(Type.String()) });

function lineOf(value: unknown): Line {
  if (!Value.Check(JournalLine, value)) throw new TypeError(`the journal has a line that is not an event: ${JSON.stringify(value).slice(0, 200)}`);
  const { id, feed = '', sourceId, ...event } = value;
  const entry = parseEventId(id)?.entry;
  if (entry === undefined) throw new TypeError(`${id} is not the id of an event`);
  return { id, entry, feed, event: sourceId === undefined ? event : { ...event, id: sourceId } };
}

function entryOf(lines: readonly Line[]): AuditEntry {
  const [{ entry: id, feed }] = lines as [Line];
  const arrived = { id, arrivedAt: entryMs(id), feed };
  const events: unknown = lines.map(({ event }) => event);
  // Our own server told of what our own scripts wrote, and of facts it had checked: their shapes are known.
  if (feed !== '') return { ...arrived, kind: 'facts', events: events as PlatformEvent[] };
  return lines.every(({ event }) => LEDGER_TYPES.has(event.type)) ? { ...arrived, kind: 'ledger', events: events as LedgerEvent[] } : { ...arrived, kind: 'decision', events: events as ShowEvent[] };
}
