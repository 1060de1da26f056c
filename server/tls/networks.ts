import { BlockList } from 'node:net';

/** Networks that nobody on the internet has (RFC 1918, RFC 6598, RFC 3927, loopback), each an address and the bits that it fixes. */
export const PRIVATE_NETWORKS = [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['169.254.0.0', 16], ['127.0.0.0', 8]] as const;

const list = new BlockList();
for (const [address, bits] of PRIVATE_NETWORKS) list.addSubnet(address, bits);

/** Whether an IPv4 address is of a private network. */
export const isPrivateAddress = (address: string): boolean => list.check(address);
