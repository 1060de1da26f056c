import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What an aide's process is asked. */
export interface Asked<Q> {
  number: number;
  question: Q;
}
/** What it answers. */
export type Answered<A> = { number: number; answer: A } | { number: number; error: string };

/** An aide's process ended, and with it what it had in hand. */
export class AideEnded extends Error {
  override readonly name = 'AideEnded';
}
/** An aide did not answer in time; it goes on. */
export class AideLate extends Error {
  override readonly name = 'AideLate';
}

/** Which program: beside the bundle its file is built by the first name, from the sources it has the second. */
const PROGRAMS = { scribe: ['recording-worker.js', 'worker.ts'], analyst: ['query-worker.js', 'queryWorker.ts'] } as const;

/** A process of its own that answers questions: begun with the first of them, and begun anew with the next where it ended. */
export class Aide<Q, A> {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, { resolve: (answer: A) => void; reject: (error: Error) => void }>();
  private asked = 0;

  /** @param told what it is told before any question @param flags for Node */
  constructor(
    private readonly program: keyof typeof PROGRAMS,
    private readonly told: object,
    private readonly flags: readonly string[] = [],
  ) {}

  /** The process, while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** @param within ms until the asker gives up @throws AideEnded, AideLate, or Error as its process worded it */
  async ask(question: Q, within?: number): Promise<A> {
    const child = (this.child ??= this.begin());
    const number = ++this.asked;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<A>((resolve, reject) => {
        this.waiting.set(number, { resolve, reject });
        if (within !== undefined) timer = setTimeout(() => reject(new AideLate(`No answer within ${within} ms.`)), within);
        child.send({ number, question } satisfies Asked<Q>);
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(number);
    }
  }

  /** Stops it at once: whatever it writes is whole or does not count. */
  async close(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    for (const { reject } of this.waiting.values()) reject(new AideEnded('The server is closing.'));
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  private begin(): ChildProcess {
    const isBuilt = !import.meta.url.endsWith('.ts');
    const [built, source] = PROGRAMS[this.program];
    const file = fileURLToPath(new URL(`./${isBuilt ? built : source}`, import.meta.url));
    // From the sources it must bring its loader. In a group of its own: we end it, no terminal does.
    const child = fork(file, { execArgv: [...this.flags, ...(isBuilt ? [] : ['--import', import.meta.resolve('tsx')])], detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
    child.send(this.told);
    child.on('message', (answered: Answered<A>) => {
      const waiting = this.waiting.get(answered.number);
      if ('error' in answered) waiting?.reject(new Error(answered.error));
      else waiting?.resolve(answered.answer);
    });
    const end = (error: Error): void => {
      // Of one that was begun anew meanwhile nothing waits here.
      if (this.child !== child) return;
      this.child = undefined;
      for (const { reject } of this.waiting.values()) reject(error);
    };
    child.on('error', (error) => end(new AideEnded(error.message)));
    child.on('exit', (code, signal) => end(new AideEnded(`The ${this.program}'s process ended (${signal ?? `code ${String(code)}`}).`)));
    // What it has in hand may be begun again: it keeps no server from ending.
    child.unref();
    child.channel?.unref();
    return child;
  }
}

/** The other side: answers questions in the order they come, `together` or one after the other. Ends with the server's word or line. */
export function serveAide<T extends object, Q, A>(together: boolean, answer: (told: T, question: Q) => Promise<A>): void {
  let told: T | undefined;
  let work: Promise<void> = Promise.resolve();
  const reply = async (at: T, { number, question }: Asked<Q>): Promise<void> => {
    let answered: Answered<A>;
    try {
      answered = { number, answer: await answer(at, question) };
    } catch (error) {
      answered = { number, error: error instanceof Error ? error.message : String(error) };
    }
    process.send?.(answered);
  };
  // Our own server speaks: of what it is to know first, then its questions.
  process.on('message', (message: T | Asked<Q>) => {
    if (told === undefined) {
      told = message as T;
      return;
    }
    const at = told;
    if (together) void reply(at, message as Asked<Q>);
    else work = work.then(() => reply(at, message as Asked<Q>));
  });
  process.once('disconnect', () => process.exit(0));
}
