import type { Redis } from 'ioredis';
import { ENTRY_ZERO, type EntryId } from '../../shared/ids.ts';
import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import { keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked, refusalOf } from './trouble.ts';

/** A journal entry as stored: a batch of facts from a feed, the events of one decision, or what the ledger's scripts did in one call. */
export type StoredEntry =
  | { id: EntryId; kind: 'facts'; feed: string; count: number; body: Buffer }
  | { id: EntryId; kind: 'decision'; revision: number; body: Buffer }
  | { id: EntryId; kind: 'ledger'; body: Buffer };

export interface Batch {
  showId: string;
  feed: string;
  /** The producer's own number for this batch; without one, `batchId` makes our retry safe. */
  sequence?: number;
  batchId: string;
  hash: string;
  count: number;
  /** NDJSON or a JSON array: bytes as they came, once validated. */
  body: Buffer;
}

export type Appended = { status: 'ok'; id: EntryId; previous: EntryId } | { status: 'duplicate'; id: EntryId };

/** How long an unanswered append is worth asking about again, in tries. */
const TRIES = 2;

/** The ordered record of a show: a Redis Stream, one entry a batch. */
export class Journal {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
    private readonly processId: string,
  ) {}

  /**
   * Appends a batch once; a lost reply is asked again under the same marker.
   * @throws Refusal NOT_FOUND, ID_REUSED, STORE_UNAVAILABLE, OUTCOME_UNKNOWN
   */
  async append(batch: Batch): Promise<Appended> {
    const keys = keysOf(batch.showId);
    const marker = batch.sequence === undefined ? keys.batch(batch.batchId) : keys.producer(batch.feed);
    const args = [batch.sequence ?? '', batch.hash, batch.feed, batch.count, batch.body, this.processId, keys.appended];
    for (let attempt = 1; ; attempt++) {
      try {
        const reply = texts(await this.scripts.run('append', [keys.journal, keys.tail, marker, keys.lease, keys.show], args));
        return appended(reply, batch);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal.code !== 'OUTCOME_UNKNOWN' || attempt === TRIES || this.write.status !== 'ready') throw refusal;
      }
    }
  }

  /** Has every process look whether it is to host a show, as if something had been appended. */
  async announce(showId: string): Promise<void> {
    await asked(this.write.publish(keysOf(showId).appended, ''));
  }

  /** Entries after `after`, oldest first, at most `count`. */
  async after(showId: string, after: string, count: number): Promise<StoredEntry[]> {
    return entriesAfter(this.read, showId, after, count);
  }

  /** The newest entry's id; `0-0` for an empty journal. */
  async tail(showId: string): Promise<EntryId> {
    return ((await asked(this.read.get(keysOf(showId).tail))) ?? ENTRY_ZERO) as EntryId;
  }

  /** Whether the entry is still there; what was read must not vanish. */
  async has(showId: string, id: EntryId): Promise<boolean> {
    if (id === ENTRY_ZERO) return true;
    const rows = await asked(this.read.xrange(keysOf(showId).journal, id, id));
    return rows.length > 0;
  }

  /** Journals that read entries are gone. Undefined when another process hosts by now. */
  async rewound(showId: string, epoch: string, events: string): Promise<Appended | undefined> {
    const keys = keysOf(showId);
    const reply = texts(await asked(this.scripts.run('rewound', [keys.epoch, keys.journal, keys.tail, keys.show], [epoch, events])));
    return reply[0] === 'ok' ? { status: 'ok', id: reply[1] as EntryId, previous: reply[2] as EntryId } : undefined;
  }
}

/** Entries after `after`, oldest first, at most `count`. */
export async function entriesAfter(redis: Redis, showId: string, after: string, count: number): Promise<StoredEntry[]> {
  const from = after === ENTRY_ZERO ? '-' : `(${after}`;
  const rows = await asked(redis.xrangeBuffer(keysOf(showId).journal, from, '+', 'COUNT', count));
  return rows.map(([id, fields]) => stored(id, fields));
}

function appended(reply: string[], batch: Batch): Appended {
  const [status, id, previous] = reply;
  switch (status) {
    case 'ok':
      return { status, id: id as EntryId, previous: previous as EntryId };
    case 'duplicate':
      return { status, id: id as EntryId };
    case 'reused':
      throw new Refusal('ID_REUSED', `Producer ${batch.feed} already sent another batch as sequence ${batch.sequence ?? ''}. Use the next free sequence.`);
    default:
      throw noShow(batch.showId);
  }
}

function stored(id: Buffer, fields: Buffer[]): StoredEntry {
  const of = (name: string): Buffer | undefined => {
    for (let i = 0; i + 1 < fields.length; i += 2) if (fields[i]?.toString() === name) return fields[i + 1];
    return undefined;
  };
  const body = of('b') ?? Buffer.alloc(0);
  const entry = id.toString() as EntryId;
  const kind = of('k')?.toString();
  if (kind === 'd') return { id: entry, kind: 'decision', revision: Number(of('r')?.toString()), body };
  if (kind === 'l') return { id: entry, kind: 'ledger', body };
  return { id: entry, kind: 'facts', feed: of('p')?.toString() ?? '', count: Number(of('n')?.toString()), body };
}
