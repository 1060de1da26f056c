import { Refusal } from '../../shared/protocol/problems.ts';
import type { AskName } from '../../shared/protocol/socket.ts';
import type { CommandType } from '../../shared/show/commands.ts';
import type { Access, Caller } from '../access/access.ts';
import { lostRights } from '../access/caller.ts';
import type { Io, Line } from './io.ts';

/** Every session is asked again this often, in case word of a change was lost: with the closing, within five seconds. Unit: ms. */
const ROUND_MS = 3_000;
/** Asked at once in a round. */
const AT_ONCE = 50;

/** Keeps sockets to what their people may do at this moment, and closes those whose session or rights ended. */
export class Watch {
  private readonly timer: NodeJS.Timeout;
  private round: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly io: Io,
    private readonly access: Access,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => this.recheck(), ROUND_MS);
  }

  /**
   * Lets a socket ask this, of a show where one is named, by the rights its person has now.
   * @throws Refusal UNAUTHENTICATED, and closes the socket; FORBIDDEN
   */
  async admit(line: Line, action: AskName, { showId, command }: { showId?: string; command?: CommandType } = {}): Promise<Caller> {
    const caller = await this.access.again(line.data.person, showId);
    if (!caller) {
      end(line, 'UNAUTHENTICATED');
      throw new Refusal('UNAUTHENTICATED', 'This session is over. Sign in again.');
    }
    const from = { address: line.handshake.address };
    this.access.judge(caller, action, from);
    if (command !== undefined) this.access.judge(caller, command, from);
    return caller;
  }

  /** Asks again about everybody here; calls that come meanwhile become one more round. */
  recheck(): void {
    if (this.round) {
      this.again = true;
      return;
    }
    this.round = this.goRound()
      .catch(this.onTrouble)
      .finally(() => {
        this.round = undefined;
        if (!this.again) return;
        this.again = false;
        this.recheck();
      });
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async goRound(): Promise<void> {
    const lines = [...this.io.of('/').sockets.values()];
    for (let i = 0; i < lines.length; i += AT_ONCE) await Promise.all(lines.slice(i, i + AT_ONCE).map((line) => this.check(line)));
  }

  private async check(line: Line): Promise<void> {
    const before = line.data.person;
    const now = await this.access.again(before, before.within);
    if (!now) return end(line, 'UNAUTHENTICATED');
    if (lostRights(before, now)) return end(line, 'FORBIDDEN');
    // A join that came meanwhile knows better.
    if (line.data.person === before) line.data.person = now;
  }
}

function end(line: Line, code: 'UNAUTHENTICATED' | 'FORBIDDEN'): void {
  line.emit('session:ended', { code });
  line.disconnect(true);
}
