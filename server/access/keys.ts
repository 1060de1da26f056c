import { Refusal } from '../../shared/protocol/problems.ts';
import type { KeyView, NewKey } from '../../shared/protocol/access.ts';
import type { Scope } from '../../shared/show/permissions.ts';
import type { Doors } from '../store/doors.ts';
import type { Caller } from './caller.ts';
import { Lately } from './lately.ts';
import { readKey, type KeyRecord } from './records.ts';
import { hashOf, isSame, newId, newToken } from './tokens.ts';

const MOST_KEYS = 200;
const SHAPE = /^ck_([0-9a-f]{12})_([A-Za-z0-9_-]{32})$/;
/** A feed sends thousands of requests a second: its key is read again only this often, or at once when any key changes. Unit: ms. */
const FRESH_MS = 1_000;
const USED_EVERY_MS = 60_000;

/** API keys: shown once, kept as a hash, good for their scopes and perhaps for one show only. */
export class Keys {
  private readonly read = new Map<string, { record: KeyRecord; at: number }>();
  private readonly used = new Lately(USED_EVERY_MS);

  constructor(
    private readonly doors: Doors,
    private readonly now: () => number,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** @returns the key itself, this once. @throws Refusal LIMIT_REACHED */
  async make({ name, scopes, showId }: NewKey, by: string): Promise<KeyView & { key: string }> {
    if ((await this.doors.apiKeys()).keys.length >= MOST_KEYS) throw new Refusal('LIMIT_REACHED', `There are ${MOST_KEYS} keys already. Remove those that are not used.`);
    const id = newId();
    const secret = newToken();
    const record: KeyRecord = { id, name, scopes, hash: hashOf(secret), createdAt: this.now(), createdBy: by, ...(showId === undefined ? {} : { showId }) };
    await this.doors.putApiKey(id, JSON.stringify(record));
    return { ...viewOf(record, null), key: `ck_${id}_${secret}` };
  }

  async list(): Promise<KeyView[]> {
    const { keys, usedAt } = await this.doors.apiKeys();
    const records = keys.flatMap((text) => readKey(text) ?? []);
    return records.map((record) => viewOf(record, Number(usedAt[record.id] ?? 0) || null)).sort((a, b) => b.createdAt - a.createdAt);
  }

  /** @returns the removed key's name. @throws Refusal NOT_FOUND */
  async remove(id: string): Promise<string> {
    const record = readKey(await this.doors.apiKey(id));
    if (!(await this.doors.removeApiKey(id)) || !record) throw new Refusal('NOT_FOUND', 'There is no such key; it may have been removed already.');
    this.forget();
    return record.name;
  }

  /** Reads every key again at its next use. */
  forget(): void {
    this.read.clear();
  }

  /** Whose key this is, in a show where one is named. */
  async whoIs(token: string, showId: string | undefined): Promise<Caller | undefined> {
    const [, id = '', secret = ''] = SHAPE.exec(token) ?? [];
    const record = id === '' ? undefined : await this.record(id);
    if (!record || !isSame(record.hash, hashOf(secret))) return undefined;
    const now = this.now();
    if (this.used.isFirst(id, now)) this.doors.usedApiKey(id, now).catch(this.onTrouble);
    return this.callerOf(record, showId);
  }

  /** The key of that id as it stands now; undefined where it was removed. */
  async again(id: string, showId: string | undefined): Promise<Caller | undefined> {
    const record = await this.record(id);
    return record && this.callerOf(record, showId);
  }

  private async record(id: string): Promise<KeyRecord | undefined> {
    const now = this.now();
    const known = this.read.get(id);
    if (known && now - known.at < FRESH_MS) return known.record;
    const record = readKey(await this.doors.apiKey(id));
    if (!record) {
      this.read.delete(id);
      return undefined;
    }
    this.read.set(id, { record, at: now });
    return record;
  }

  private callerOf({ id, name, scopes, showId: bound }: KeyRecord, showId: string | undefined): Caller {
    const elsewhere = bound !== undefined && showId !== undefined && bound !== showId;
    return {
      kind: 'key',
      id: `key:${id}`,
      name,
      // An admin key decides as an admin does, and events say whose key it was.
      role: scopes.includes('admin') ? 'admin' : 'key',
      subject: elsewhere ? undefined : { scopes },
      by: { key: id },
      ...(showId === undefined ? {} : { within: showId }),
      ...(bound === undefined ? {} : { bound }),
    };
  }
}

const viewOf = ({ id, name, scopes, showId, createdAt, createdBy }: KeyRecord, lastUsedAt: number | null): KeyView & { scopes: Scope[] } => ({
  id, name, scopes, createdAt, createdBy, lastUsedAt, ...(showId === undefined ? {} : { showId }),
});
