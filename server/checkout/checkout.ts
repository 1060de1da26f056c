import { Refusal } from '../../shared/protocol/problems.ts';
import { CLAIMS_PER_CALL, type ClaimInput, type PayInput } from '../../shared/stock/claims.ts';
import type { Claim } from '../../shared/stock/events.ts';
import type { Ask, LedgerEntry, LedgerStore } from '../store/ledger.ts';
import { refusedClaim } from './refusals.ts';

/** Calls under way for one show: while Redis judges one, the next travels. More would only wait there. Behind a call go full ones: small ones would cost more to send than to judge. */
const IN_FLIGHT = 4;
/** Waiting for one show; beyond it a buyer is better told at once. */
const MOST_WAITING = 20_000;

/** A claim as it stands; `repeated`: it stood so already. */
export interface Judged {
  claim: Claim;
  repeated: boolean;
}

export interface CheckoutOptions {
  ledger: Pick<LedgerStore, 'judge' | 'claim'>;
  /** Told of each entry the ledger journalled, in the order of the replies. */
  onJournalled: (showId: string, entry: LedgerEntry) => void;
}

interface Waiting {
  ask: Ask;
  resolve: (judged: Judged) => void;
  reject: (error: unknown) => void;
}

/** One show's queue at the door. */
interface Till {
  waiting: Waiting[];
  inFlight: number;
  scheduled: boolean;
}

/** Claims: what buyers ask in one turn of the event loop, or while a call is under way, goes to the ledger in one call, each with an answer of its own. */
export class Checkout {
  private readonly tills = new Map<string, Till>();

  constructor(private readonly options: CheckoutOptions) {}

  /** Takes units for a buyer, who has until `expiresAt` to pay. @throws Refusal */
  take(showId: string, { claimId, buyerId, listingId, sku, dealId, quantity }: ClaimInput): Promise<Judged> {
    return this.ask(showId, { op: 'take', claimId, buyerId, listingId, sku, dealId, quantity });
  }

  /** A claim is paid: an order. @throws Refusal */
  pay(showId: string, claimId: string, { orderId, amount }: PayInput): Promise<Judged> {
    return this.ask(showId, { op: 'pay', claimId, orderId, amount });
  }

  /** A buyer gives units back. @throws Refusal */
  cancel(showId: string, claimId: string): Promise<Judged> {
    return this.ask(showId, { op: 'cancel', claimId });
  }

  /** A claim as it stands. @throws Refusal NOT_FOUND, STORE_UNAVAILABLE */
  async read(showId: string, claimId: string): Promise<Claim> {
    const claim = await this.options.ledger.claim(showId, claimId);
    if (!claim) throw refusedClaim(showId, { is: 'refused', code: 'NOT_FOUND', what: 'claim' });
    return claim;
  }

  private ask(showId: string, ask: Ask): Promise<Judged> {
    const till = this.till(showId);
    if (till.waiting.length >= MOST_WAITING) throw new Refusal('OVERLOADED', 'Too many buyers at this moment. Send the same claim again in a second.');
    return new Promise((resolve, reject) => {
      till.waiting.push({ ask, resolve, reject });
      this.schedule(showId, till);
    });
  }

  private till(showId: string): Till {
    let till = this.tills.get(showId);
    if (!till) this.tills.set(showId, (till = { waiting: [], inFlight: 0, scheduled: false }));
    return till;
  }

  private schedule(showId: string, till: Till): void {
    if (till.scheduled) return;
    till.scheduled = true;
    setImmediate(() => {
      till.scheduled = false;
      while (till.inFlight < IN_FLIGHT && till.waiting.length >= (till.inFlight === 0 ? 1 : CLAIMS_PER_CALL)) void this.send(showId, till, till.waiting.splice(0, CLAIMS_PER_CALL));
      if (till.inFlight === 0) this.tills.delete(showId);
    });
  }

  private async send(showId: string, till: Till, batch: readonly Waiting[]): Promise<void> {
    till.inFlight++;
    try {
      const { answers, entry } = await this.options.ledger.judge(showId, batch.map(({ ask }) => ask));
      if (entry) this.options.onJournalled(showId, entry);
      batch.forEach(({ resolve, reject }, i) => {
        const answer = answers[i];
        if (answer === undefined) reject(new TypeError('the ledger left a question unanswered'));
        else if (answer.is === 'refused') reject(refusedClaim(showId, answer));
        else resolve({ claim: answer.claim, repeated: answer.is === 'seen' });
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      till.inFlight--;
      this.schedule(showId, till);
    }
  }
}
