import type { AccessEntry, AccessEvent } from '../../shared/protocol/access.ts';
import type { Doors } from '../store/doors.ts';
import { Lately } from './lately.ts';
import { readLogged } from './records.ts';

/** Where somebody comes from: as the connection says it, never as a header claims. */
export interface From {
  address: string;
  device: string;
}

/** The same refusal of the same caller is written once in this time. Unit: ms. */
const QUIET_MS = 60_000;

/** Who came in, who was refused, who changed whose rights. */
export class AccessLog {
  private readonly lately = new Lately(QUIET_MS);

  constructor(
    private readonly doors: Doors,
    private readonly now: () => number,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Writes it down. A log that cannot be written keeps nobody from working. */
  note(what: AccessEvent, who: string, from: Pick<From, 'address'>, detail = ''): void {
    this.doors.note(JSON.stringify({ at: this.now(), what, who, address: from.address, detail } satisfies Omit<AccessEntry, 'id'>)).catch(this.onTrouble);
  }

  /** Writes a refusal down, the same one at most once a minute: a program that keeps knocking must not push everything else out. */
  refused(who: string, from: Pick<From, 'address'>, detail: string): void {
    if (!this.lately.isFirst(`${who} ${from.address} ${detail}`, this.now())) return;
    this.note('refused', who, from, detail);
  }

  /** The newest first; those older than entry `before` where it is given. */
  async list(count: number, before: string | undefined): Promise<AccessEntry[]> {
    const rows = await this.doors.noted(count, before);
    return rows.flatMap(({ id, entry }) => {
      const record = readLogged(entry);
      return record ? [{ id, ...record }] : [];
    });
  }
}
