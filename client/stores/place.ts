import { defineStore } from 'pinia';
import { ServerView } from '../../shared/protocol/access.ts';
import { useLive } from '../live/live.ts';
import { guardOf, kept } from './kept.ts';

const isServer = guardOf(ServerView);
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether only the server's own machine can use an address of this host. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/**
 * The addresses a tablet can use: the one this page was opened by, unless that is the machine itself; then those the server knows.
 * Empty where no other device reaches the server.
 */
export function reachable(page: Pick<Location, 'hostname' | 'origin'>, server: Pick<ServerView, 'addresses'> | undefined): string[] {
  const known = server?.addresses ?? [];
  return isLoopback(page.hostname) ? [...known] : [page.origin, ...known.filter((address) => address !== page.origin)];
}

/** The server as it stands: whom it is open to, and what its Redis keeps. */
export const usePlace = defineStore('place', () => {
  const { http } = useLive();
  const { value: server, trouble, load } = kept(http, () => '/server', isServer);
  return { server, trouble, load };
});
