import { inject, type InjectionKey } from 'vue';
import { ServerClock } from './clock.ts';
import { createHttp, type Http } from './http.ts';
import { isServerTime } from './shapes.ts';
import { createTransport, type Transport } from './transport.ts';

/** Everything that reaches the server, made once per page and handed to the stores by injection. */
export interface Live {
  http: Http;
  transport: Transport;
  clock: ServerClock;
}

export const LIVE: InjectionKey<Live> = Symbol('live');

/** Round trips taken when the line comes up, and how often another is taken after that. */
const FIRST_TRIPS = 4;
const TRIP_EVERY_MS = 30_000;

export function createLive(): Live {
  const http = createHttp((...args) => fetch(...args));
  const transport = createTransport(Math.random);
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
  return { http, transport, clock };
}

/** For stores only: components ask stores. */
export function useLive(): Live {
  const live = inject(LIVE);
  if (!live) throw new Error('The live room was not installed on this app');
  return live;
}
