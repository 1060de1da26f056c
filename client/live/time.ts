import { Type } from 'typebox';
import { checkOf } from './check.ts';
import { ServerClock } from './clock.ts';
import type { Transport } from './transport.ts';

/** Round trips taken when the line comes up, and how often another is taken after that. */
const FIRST_TRIPS = 4;
const TRIP_EVERY_MS = 30_000;

const hasTime = checkOf(Type.Object({ serverTime: Type.Number() }));
const isServerTime = (value: unknown): value is { serverTime: number } => hasTime(value);

/** The server's clock, asked for over this line whenever it comes up and every now and then. */
export function keepTime(transport: Pick<Transport, 'ask' | 'onLink'>): ServerClock {
  const clock = new ServerClock(() => performance.now(), Date.now() - performance.now());
  async function trip(): Promise<void> {
    const sentAt = clock.stamp();
    const answer = await transport.ask('clock:ask', {}, isServerTime, 3_000);
    if (answer.ok) clock.heard({ sentAt, receivedAt: clock.stamp(), serverTime: answer.value.serverTime });
  }
  transport.onLink((connected) => {
    if (connected) void (async () => { for (let i = 0; i < FIRST_TRIPS; i += 1) await trip(); })();
  });
  setInterval(() => void trip(), TRIP_EVERY_MS);
  return clock;
}
