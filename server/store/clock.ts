import type { Redis } from 'ioredis';
import { asked } from './trouble.ts';

/** How often the store is asked for its time. Unit: ms. */
const EVERY_MS = 30_000;

/**
 * Server time: this machine's clock, set to Redis's. Deals open and holds fall due by Redis time, so whatever is decided or shown
 * elsewhere must go by it too; where both run on one machine the difference is nothing.
 */
export class Clock {
  private offset = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly read: Redis,
    onTrouble: (error: Error) => void,
  ) {
    this.timer = setInterval(() => {
      if (read.status === 'ready') this.set().catch(onTrouble);
    }, EVERY_MS).unref();
  }

  /** Unix ms. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Asks Redis for its time. What the way there and back could explain by itself is no difference. */
  async set(): Promise<void> {
    const sentAt = Date.now();
    const [seconds, micros] = await asked(this.read.time());
    const receivedAt = Date.now();
    const offset = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000) - Math.round((sentAt + receivedAt) / 2);
    this.offset = Math.abs(offset) <= receivedAt - sentAt + 1 ? 0 : offset;
  }

  close(): void {
    clearInterval(this.timer);
  }
}
