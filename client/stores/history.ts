/** What every metric was in each of the last so many seconds, as seen on this screen: a ring of numbers, NaN where nothing was seen. */
export class History {
  #columns = new Map<string, Float64Array>();
  #newest = 0;

  /** @param seconds how far back it reaches. */
  constructor(private readonly seconds: number) {}

  /** Takes the figures of one second. A second that is skipped stays unknown; one that is already past is ignored. */
  push(second: number, figures: ReadonlyMap<string, number>): void {
    if (second <= this.#newest) return;
    const skipped = Math.min(this.seconds, second - this.#newest);
    for (const column of this.#columns.values()) for (let i = 0; i < skipped; i += 1) column[(second - i) % this.seconds] = NaN;
    this.#newest = second;
    for (const [id, figure] of figures) {
      let column = this.#columns.get(id);
      if (!column) {
        column = new Float64Array(this.seconds).fill(NaN);
        this.#columns.set(id, column);
      }
      column[second % this.seconds] = figure;
    }
  }

  /** The figure of one second, undefined where it was not seen or is too long ago. */
  at(id: string, second: number): number | undefined {
    if (second > this.#newest || second <= this.#newest - this.seconds) return undefined;
    const figure = this.#columns.get(id)?.[second % this.seconds];
    return figure === undefined || Number.isNaN(figure) ? undefined : figure;
  }

  /** One point a step up to the newest second, oldest first: the last figure seen in that step, null where none was. */
  points(id: string, count: number, step: number): (number | null)[] {
    return Array.from({ length: count }, (_, place) => {
      const end = this.#newest - (count - 1 - place) * step;
      for (let second = end; second > end - step; second -= 1) {
        const figure = this.at(id, second);
        if (figure !== undefined) return figure;
      }
      return null;
    });
  }

  get newest(): number {
    return this.#newest;
  }

  clear(): void {
    this.#columns.clear();
    this.#newest = 0;
  }
}
