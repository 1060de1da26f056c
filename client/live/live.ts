import { inject, type InjectionKey } from 'vue';
import { keepTime } from './time.ts';
import type { Player } from './player.ts';
import type { ServerClock } from './clock.ts';
import { createHttp, type Http } from './http.ts';
import { createTransport, type Transport } from './transport.ts';

/** Everything that reaches the server, made once per page and handed to the stores by injection. */
export interface Live {
  http: Http;
  transport: Transport;
  clock: ServerClock;
  /** There where an ended show plays in the place of the live one. */
  player?: Player;
}

export const LIVE: InjectionKey<Live> = Symbol('live');

export function createLive(): Live {
  const http = createHttp((...args) => fetch(...args));
  const transport = createTransport(Math.random);
  return { http, transport, clock: keepTime(transport) };
}

/** For stores only: components ask stores. */
export function useLive(): Live {
  const live = inject(LIVE);
  if (!live) throw new Error('The live room was not installed on this app');
  return live;
}
