import type { IncomingMessage } from 'node:http';
import { networkOf } from '../access/tokens.ts';
import type { Caller } from '../access/caller.ts';

/** How many lines may be open at once: in this process, from one address, and by one session or read-only link. */
export interface Caps {
  process: number;
  address: number;
  session: number;
}

/** A browser's tabs, or the walls that one link was opened on; a page that opens lines without end meets it soon. */
const SESSION_LINES = 60;

/** From one address half of all: a company behind one may be large, but it may not keep everybody else out. */
export const capsOf = (process: number): Caps => ({ process, address: Math.ceil(process / 2), session: Math.min(SESSION_LINES, process) });

/** `OVERLOADED`: this process is full. `LIMIT_REACHED`: others may still come. */
export type CapReached = 'OVERLOADED' | 'LIMIT_REACHED';

class Count {
  private readonly open = new Map<string, number>();

  of(what: string): number {
    return this.open.get(what) ?? 0;
  }

  add(what: string, by: 1 | -1): void {
    const next = this.of(what) + by;
    if (next > 0) this.open.set(what, next);
    else this.open.delete(what);
  }
}

/** Counts lines as long as they are open. The address is the line's own: forwarding headers say nothing. */
export class Turnstile {
  private lines = 0;
  private readonly addresses = new Count();
  private readonly callers = new Count();

  constructor(private readonly caps: Caps) {}

  /** Lets a handshake in and counts its line, or says why not. */
  enter({ socket }: IncomingMessage): CapReached | undefined {
    if (this.lines >= this.caps.process) return 'OVERLOADED';
    const address = networkOf(socket.remoteAddress ?? '');
    if (this.addresses.of(address) >= this.caps.address) return 'LIMIT_REACHED';
    this.lines += 1;
    this.addresses.add(address, 1);
    socket.once('close', () => {
      this.lines -= 1;
      this.addresses.add(address, -1);
    });
    return undefined;
  }

  /** Counts a line to whom it turned out to be. A program's key is one for many machines: it is held by their addresses. */
  admit({ kind, id, by }: Caller, { socket }: IncomingMessage): CapReached | undefined {
    const who = kind === 'link' ? `link ${id}` : 'session' in by ? `session ${by.session}` : undefined;
    if (who === undefined) return undefined;
    if (this.callers.of(who) >= this.caps.session) return 'LIMIT_REACHED';
    this.callers.add(who, 1);
    socket.once('close', () => this.callers.add(who, -1));
    return undefined;
  }
}
