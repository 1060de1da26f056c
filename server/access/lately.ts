/** More at once are a flood, and start over. */
const MOST_REMEMBERED = 10_000;

/** Remembers for a while that something was done, so that it is not done for every request. */
export class Lately {
  private readonly at = new Map<string, number>();

  /** @param everyMs once in this time is enough, in ms. */
  constructor(private readonly everyMs: number) {}

  /** Whether this is the first time in a while. `now` in Unix ms. */
  isFirst(what: string, now: number): boolean {
    if (now - (this.at.get(what) ?? -Infinity) < this.everyMs) return false;
    if (this.at.size >= MOST_REMEMBERED) this.at.clear();
    this.at.set(what, now);
    return true;
  }
}
