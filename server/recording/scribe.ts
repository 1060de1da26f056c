import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EntryId } from '../../shared/ids.ts';
import type { SavedRepeats } from '../../shared/metrics/repeats.ts';
import type { Segment } from './segment.ts';

/** What the scribe is asked: to write the entries after `after`, up to `upTo` or as many as make a segment. */
export interface Order {
  showId: string;
  epoch: string;
  after: EntryId;
  upTo: EntryId;
  repeats: SavedRepeats;
  /** The show has ended: what comes now came late. */
  late: boolean;
}

/** What the scribe's process is told first. */
export interface Desk {
  redisUrl: string;
  /** The folder of all recordings. */
  folder: string;
}

export interface Asked {
  number: number;
  order: Order;
}

/** The segment written; null where the journal has nothing there. */
export type Answered = { number: number; segment: Segment | null } | { number: number; error: string };

/** Starts the process: beside the bundle its file is built by this name, from the sources it must bring its loader. In a group of its own: we end it, no terminal does. */
function startWorker(desk: Desk): ChildProcess {
  const isBuilt = !import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(isBuilt ? './recording-worker.js' : './worker.ts', import.meta.url));
  const worker = fork(file, { execArgv: isBuilt ? [] : ['--import', import.meta.resolve('tsx')], detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
  worker.send(desk);
  return worker;
}

/**
 * Writes segments in a process of its own, which reads the journal by itself: the live room pays a message a segment. What the engine needs in
 * memory is not the room's, and where it falls the room stands.
 */
export class Scribe {
  private worker: ChildProcess | undefined;
  private readonly waiting = new Map<number, { resolve: (segment: Segment | null) => void; reject: (error: Error) => void }>();
  private asked = 0;

  constructor(private readonly desk: Desk) {}

  /** @throws Error where the disk or the engine would not; then nothing was written that counts */
  write(order: Order): Promise<Segment | null> {
    const worker = (this.worker ??= this.begin());
    const number = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      worker.send({ number, order } satisfies Asked);
    });
  }

  /** Stops at once: a segment that is not finished never was one. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    for (const { resolve } of this.waiting.values()) resolve(null);
    this.waiting.clear();
    if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.kill('SIGKILL');
    await ended;
  }

  private begin(): ChildProcess {
    const worker = startWorker(this.desk);
    worker.on('message', (answered: Answered) => {
      const waiting = this.waiting.get(answered.number);
      this.waiting.delete(answered.number);
      if ('error' in answered) waiting?.reject(new Error(answered.error));
      else waiting?.resolve(answered.segment);
    });
    const end = (error: Error): void => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', () => end(new Error('The process that writes recordings ended.')));
    // What it has in hand may be begun again: it keeps no server from ending.
    worker.unref();
    worker.channel?.unref();
    return worker;
  }
}
