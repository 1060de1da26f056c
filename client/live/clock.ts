/** One round trip: when it was asked and answered by this machine's steady clock, and what the server's clock said between. Unit: ms. */
export interface RoundTrip {
  sentAt: number;
  receivedAt: number;
  serverTime: number;
}

/** How many round trips are remembered: enough to hold a quick one, few enough to follow a drifting clock. */
const KEPT = 8;

/**
 * Estimates the server's clock. The answer was stamped somewhere inside the round trip, so the error is at most half of
 * it: the quickest of the last few is the best witness (Cristian 1989).
 */
export class ServerClock {
  #trips: RoundTrip[] = [];
  #offset: number;

  /** @param steady this machine's monotonic clock, ms. @param guess server minus steady, before anything was heard. */
  constructor(
    private readonly steady: () => number,
    guess: number,
  ) {
    this.#offset = guess;
  }

  /** This machine's own steady time, for stamping a round trip. */
  stamp(): number {
    return this.steady();
  }

  heard(trip: RoundTrip): void {
    if (trip.receivedAt < trip.sentAt) return;
    this.#trips = [...this.#trips.slice(1 - KEPT), trip];
    const best = this.#trips.reduce((a, b) => (b.receivedAt - b.sentAt < a.receivedAt - a.sentAt ? b : a));
    this.#offset = best.serverTime - (best.sentAt + best.receivedAt) / 2;
  }

  /** Server time now, Unix ms. */
  now(): number {
    return this.steady() + this.#offset;
  }
}
