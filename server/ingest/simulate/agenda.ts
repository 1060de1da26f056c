/** What is to happen later, soonest first: a binary heap. Equal times keep their order, so that a seed replays exactly. */
export class Agenda<T> {
  private readonly heap: { at: number; order: number; what: T }[] = [];
  private order = 0;

  get size(): number {
    return this.heap.length;
  }

  add(at: number, what: T): void {
    const { heap } = this;
    let place = heap.push({ at, order: this.order++, what }) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.sooner(place, parent)) return;
      this.swap(place, parent);
      place = parent;
    }
  }

  /** Takes the soonest that is due at or before `now`. */
  due(now: number): { at: number; what: T } | undefined {
    const { heap } = this;
    const [first] = heap;
    if (!first || first.at > now) return undefined;
    const last = heap.pop();
    if (heap.length > 0 && last) {
      heap[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    for (let place = 0; ; ) {
      const left = 2 * place + 1;
      const child = left + 1 < this.heap.length && this.sooner(left + 1, left) ? left + 1 : left;
      if (child >= this.heap.length || !this.sooner(child, place)) return;
      this.swap(place, child);
      place = child;
    }
  }

  private sooner(a: number, b: number): boolean {
    const [x, y] = [this.heap[a], this.heap[b]];
    return x !== undefined && y !== undefined && (x.at !== y.at ? x.at < y.at : x.order < y.order);
  }

  private swap(a: number, b: number): void {
    const [x, y] = [this.heap[a], this.heap[b]];
    if (x && y) [this.heap[a], this.heap[b]] = [y, x];
  }
}
