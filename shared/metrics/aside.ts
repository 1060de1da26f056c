/** Pages kept together, so that thousands of them are few objects. */
const BLOCK_PAGES = 64;

/** A stack of copies of pages, by number. What it took up is given back once it is told that it is done. */
export class Aside {
  private readonly pages: number[] = [];
  private blocks: Uint32Array[] = [];

  /** @param log a page has 2^log words */
  constructor(private readonly log: number) {}

  get count(): number {
    return this.pages.length;
  }

  push(page: number, words: Uint32Array): void {
    this.place(this.pages.length).set(words);
    this.pages.push(page);
  }

  /**
   * Takes the newest copy off.
   * @param into gets its words, from word `at` on
   * @returns its page's number, or -1 where there is none
   */
  pop(into: Uint32Array, at: number): number {
    const page = this.pages.pop();
    if (page === undefined) return -1;
    into.set(this.place(this.pages.length), at);
    return page;
  }

  /** Nothing more is coming for now. */
  done(): void {
    this.blocks = [];
  }

  private place(i: number): Uint32Array {
    const block = (this.blocks[(i / BLOCK_PAGES) | 0] ??= new Uint32Array(BLOCK_PAGES << this.log));
    const from = i % BLOCK_PAGES << this.log;
    return block.subarray(from, from + (1 << this.log));
  }
}
