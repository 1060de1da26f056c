import { hostname, networkInterfaces } from 'node:os';

const HOST_NAME = /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/;

/** What this machine is called on its network at this moment: its addresses, its own name as other devices find it, and itself. */
export function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
  const own = hostname().toLowerCase();
  const hosts = HOST_NAME.test(own) ? [own, ...(own.includes('.') ? [] : [`${own}.local`])] : [];
  return [...new Set(['localhost', '127.0.0.1', ...addresses.sort(), ...hosts])];
}
