import type { InjectionKey } from 'vue';

/** How long a figure takes to reach what was received: short of the time to the next tick, so it is never far behind. Unit: ms. */
const TRAVEL = 240;

interface Trip {
  from: number;
  to: number;
  startedAt: number;
  draw: (value: number) => void;
}

/** Moves figures on screen, all in one frame callback, and only while one of them is under way. */
export class Motion {
  #trips = new Map<object, Trip>();
  #frame = 0;

  /** @param still true where the person asked for less motion: figures then change at once. */
  constructor(private readonly still: () => boolean) {}

  /** Draws from `from` to `to`, ending exactly there and never beyond. A second call of the same owner replaces the first. */
  travel(owner: object, from: number, to: number, draw: (value: number) => void): void {
    if (this.still() || from === to || document.hidden) {
      this.#trips.delete(owner);
      draw(to);
      return;
    }
    this.#trips.set(owner, { from, to, startedAt: performance.now(), draw });
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#step(now));
  }

  forget(owner: object): void {
    this.#trips.delete(owner);
  }

  #step(now: number): void {
    for (const [owner, trip] of this.#trips) {
      const share = progress((now - trip.startedAt) / TRAVEL);
      trip.draw(share >= 1 ? trip.to : trip.from + (trip.to - trip.from) * share);
      if (share >= 1) this.#trips.delete(owner);
    }
    this.#frame = this.#trips.size > 0 ? requestAnimationFrame((next) => this.#step(next)) : 0;
  }
}

/** Eased share of the way, from 0 to 1 and never over it. */
export function progress(elapsed: number): number {
  const t = Math.min(1, Math.max(0, elapsed));
  return 1 - (1 - t) ** 3;
}

export const prefersStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

export const MOTION: InjectionKey<Motion> = Symbol('motion');
