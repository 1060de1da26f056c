import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { makeAuthority, makeCertificate, type Pair } from './certificate.ts';
import { isPrivateAddress } from './networks.ts';

const DAY = 86_400_000;
/** Tablets are told once whom to trust; Apple's take no server's certificate of more than 825 days. Unit: ms. */
const AUTHORITY_TERM = 10 * 365 * DAY;
const TERM = 397 * DAY;
/** A new one is made this long before the old one ends. Unit: ms. */
const BEFORE_END = 30 * DAY;
/** Clocks of tablets that are a little behind. Unit: ms. */
const SLACK = DAY;
/** More than a year is needed of an authority: it signs certificates that must not outlive it. Unit: ms. */
const AUTHORITY_BEFORE_END = TERM + BEFORE_END;
const NAME = 'Changkong';

/** The machine's own certificate with its authority's, as TLS takes them, and what a tablet is to trust. PEM all. */
export interface Kept extends Pair {
  authority: string;
  /** Of the authority, SHA-256, as devices show it: pairs of digits with colons. */
  fingerprint: string;
}

/**
 * The certificate kept in a folder, or a new one where it is missing, nearly over, or not good for one of `names`. The authority that
 * signs it stays the same as long as it can speak for them, so that devices that trust it need not be told again.
 * @param now Unix ms
 */
export function keepCertificate(dir: string, names: readonly string[], now: number): Kept {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const [authority, fresh] = authorityIn(dir, names, now);
  const known = fresh ? undefined : read(dir, 'server');
  const own = known && lasts(known, now + BEFORE_END) && isFor(known, names) && isBy(known, authority) ? known : makeCertificate(authority, names, { from: now - SLACK, to: now + TERM }, serial());
  if (own !== known) write(dir, 'server', own);
  return { key: own.key, cert: own.cert + authority.cert, authority: authority.cert, fingerprint: fingerprintOf(authority) };
}

function authorityIn(dir: string, names: readonly string[], now: number): [authority: Pair, fresh: boolean] {
  const known = read(dir, 'authority');
  if (known && lasts(known, now + AUTHORITY_BEFORE_END) && speaksFor(known, names)) return [known, false];
  // A name of its own: devices take two authorities of one name for the same.
  const made = makeAuthority(`${NAME} ${randomBytes(3).toString('hex')}`, names, { from: now - SLACK, to: now + AUTHORITY_TERM }, serial());
  write(dir, 'authority', made);
  return [made, true];
}

/** Sixteen random bytes that are no negative number and do not begin with a nought. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** Names that no authority of ours needs to be made for. */
const isPrivate = (name: string): boolean => (isIPv4(name) ? isPrivateAddress(name) : name === 'localhost' || name.endsWith('.local'));

/** Names outside private networks are written into the authority: they are in its certificate as they stand. */
function speaksFor({ cert }: Pair, names: readonly string[]): boolean {
  const { raw } = new X509Certificate(cert);
  return names.filter((name) => !isPrivate(name)).every((name) => raw.includes(isIPv4(name) ? Buffer.from([...name.split('.').map(Number), 255, 255, 255, 255]) : Buffer.from(name)));
}

const lasts = ({ cert }: Pair, until: number): boolean => Date.parse(new X509Certificate(cert).validTo) > until;
const isBy = ({ cert }: Pair, authority: Pair): boolean => new X509Certificate(cert).verify(new X509Certificate(authority.cert).publicKey);
function isFor({ cert }: Pair, names: readonly string[]): boolean {
  const known = new X509Certificate(cert);
  return names.every((name) => (isIPv4(name) ? known.checkIP(name) : known.checkHost(name)) !== undefined);
}
const fingerprintOf = ({ cert }: Pair): string => (createHash('sha256').update(new X509Certificate(cert).raw).digest('hex').toUpperCase().match(/../g) ?? []).join(':');

/** The pair kept under a name; undefined where there is none, or it cannot be read as one. */
function read(dir: string, name: string): Pair | undefined {
  try {
    const pair = { cert: readFileSync(join(dir, `${name}.crt`), 'utf8'), key: readFileSync(join(dir, `${name}.key`), 'utf8') };
    return new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key)) ? pair : undefined;
  } catch {
    // Missing, or half written by a crash: a new one does as well.
    return undefined;
  }
}

/** Each file whole or not at all; the key only for whoever runs the server. */
function write(dir: string, name: string, { cert, key }: Pair): void {
  for (const [file, text, mode] of [[`${name}.key`, key, 0o600], [`${name}.crt`, cert, 0o644]] as const) {
    const fresh = join(dir, `.${file}`);
    writeFileSync(fresh, text, { mode });
    chmodSync(fresh, mode);
    renameSync(fresh, join(dir, file));
  }
}
