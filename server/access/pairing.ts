import { Refusal } from '../../shared/protocol/problems.ts';
import type { NewPairing, PairingView } from '../../shared/protocol/access.ts';
import type { Doors } from '../store/doors.ts';
import { countAttempt, pairingByAddress, pairingByAll } from './attempts.ts';
import type { AccessLog, From } from './log.ts';
import { readPairing, type PairingRecord } from './records.ts';
import type { Begun, SignIn } from './sign-in.ts';
import { hashOf, newCode, newId, newToken } from './tokens.ts';

/** How long a code may be used. Unit: ms. */
const GOOD_MS = 180_000;
/** A rehearsal the day before and the show itself. Unit: s. */
const TABLET_S = 3 * 86_400;
const CODE = /^\d{6}$/;

/** Tablets come in by a code somebody at the desk shows them. */
export class Pairing {
  constructor(
    private readonly doors: Doors,
    private readonly signIn: SignIn,
    private readonly log: AccessLog,
  ) {}

  /** Offers one tablet a way into one show. `by`: who offers it. @throws Refusal LIMIT_REACHED */
  async offer(showId: string, { role, name }: NewPairing, by: { id: string; name: string }, from: Pick<From, 'address'>): Promise<PairingView> {
    const id = newId();
    const secret = newToken();
    for (;;) {
      const code = newCode();
      const pairing: PairingRecord = { id, showId, role, by: by.id, codeHash: hashOf(code), secretHash: hashOf(secret), ...(name === undefined ? {} : { name }) };
      const expiresAt = await this.doors.offerPairing(id, JSON.stringify(pairing), GOOD_MS);
      if (expiresAt === 'full') throw new Refusal('LIMIT_REACHED', 'Too many pairing codes are open. Wait three minutes, until they have expired.');
      if (expiresAt === 'again') continue;
      this.log.note('pairing-offered', by.name, from, `${showId}, ${role}`);
      return { id, showId, role, code, secret, expiresAt };
    }
  }

  /** Begins a tablet's session, by six digits or by a QR code's secret. @throws Refusal UNAUTHENTICATED, RATE_LIMITED */
  async use(code: string, deviceName: string | undefined, from: From): Promise<Begun> {
    const counters = [pairingByAddress(from.address), ...(CODE.test(code) ? [pairingByAll] : [])];
    await countAttempt(this.doors, counters);
    const pairing = readPairing(await this.doors.usePairing(hashOf(code)));
    if (!pairing) {
      this.log.note('pair-refused', deviceName ?? '', from, from.device);
      throw new Refusal('UNAUTHENTICATED', 'This code is wrong, was used already or has expired. Ask the desk for a new one.');
    }
    await this.doors.forgive(counters);
    const { id, showId, role, by } = pairing;
    const name = pairing.name ?? deviceName ?? from.device;
    this.log.note('paired', name, from, `${showId}, ${role}`);
    return this.signIn.begin({ tablet: { id: `tablet:${id}`, name, role, showId, by } }, { address: from.address, device: deviceName ?? from.device }, TABLET_S);
  }
}
