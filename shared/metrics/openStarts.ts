/** How many open views began in each second. */
export class OpenStarts {
  private readonly bySecond = new Map<number, number>();
  private total = 0;
  private sum = 0;
  private latest = 0;

  add(sec: number, by: number): void {
    const views = (this.bySecond.get(sec) ?? 0) + by;
    if (views === 0) this.bySecond.delete(sec);
    else this.bySecond.set(sec, views);
    this.total += by;
    this.sum += sec * by;
    if (sec > this.latest) this.latest = sec;
  }

  /** Views that began at or before a second, and the sum of the seconds in which they did. */
  upTo(sec: number): { views: number; starts: number } {
    let views = this.total;
    let starts = this.sum;
    const drop = (start: number, count: number): void => {
      views -= count;
      starts -= start * count;
    };
    // Reading happens just behind the newest second, so that the few later ones are taken off rather than all added up.
    if (this.latest - sec <= this.bySecond.size) {
      for (let start = sec + 1; start <= this.latest; start++) {
        const count = this.bySecond.get(start);
        if (count !== undefined) drop(start, count);
      }
    } else for (const [start, count] of this.bySecond) if (start > sec) drop(start, count);
    return { views, starts };
  }
}
