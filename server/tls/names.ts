import { hostname } from 'node:os';

const HOST_NAME = /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/;

/** What this machine is called on its network: its addresses, its own name as other devices find it, and itself. */
export function ownNames(addresses: readonly string[]): string[] {
  const own = hostname().toLowerCase();
  const hosts = HOST_NAME.test(own) ? [own, ...(own.includes('.') ? [] : [`${own}.local`])] : [];
  return [...new Set(['localhost', '127.0.0.1', ...addresses.toSorted(), ...hosts])];
}
