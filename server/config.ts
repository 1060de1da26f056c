import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';

/** Typed configuration. Every variable is documented in the README's table, in this order. */
export interface Config {
  port: number;
  host: string;
  redisUrl: string;
  dataDir: string;
  /** An API key with the admin role, for automation. */
  adminKey: string | undefined;
  demo: boolean;
  /** Origins allowed besides the server's own. */
  publicOrigins: string[];
  /** Given PEM files, or `own`: a certificate of this server's making. */
  tls: { cert: string; key: string } | 'own' | undefined;
  /** Requests a second from one key at one address: batches of events, and claims. */
  ingestLimit: number;
  claimsLimit: number;
  /** Live screens this process takes at once. */
  socketsLimit: number;
  /** How many days after its end a show is kept, recording and all; undefined: for ever. */
  recordingsDays: number | undefined;
  logLevel: LogLevel;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** A variable the server cannot start with: names it, its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(variable: string, value: string, allowed: string) {
    super(`${variable}=${JSON.stringify(value)} is not usable: ${allowed}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError at the first bad value. */
export function readConfig(env: Environment): Config {
  return {
    port: port(env),
    host: env['HOST'] || '127.0.0.1',
    redisUrl: redisUrl(env),
    dataDir: resolve(env['DATA_DIR'] || 'data'),
    adminKey: adminKey(env),
    demo: oneOf(env, 'DEMO', ['on', 'off'], 'on') === 'on',
    publicOrigins: origins(env),
    tls: tls(env),
    ingestLimit: limit(env, 'INGEST_LIMIT', 2_000),
    claimsLimit: limit(env, 'CLAIMS_LIMIT', 20_000),
    socketsLimit: limit(env, 'SOCKETS_LIMIT', 10_000),
    recordingsDays: env['RECORDINGS_DAYS'] ? limit(env, 'RECORDINGS_DAYS', 1) : undefined,
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'warn'),
  };
}

function port(env: Environment): number {
  const text = env['PORT'] || '4600';
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) throw new ConfigError('PORT', text, 'give a whole number from 0 to 65535 (0 picks a free one)');
  return value;
}

function limit(env: Environment, variable: string, otherwise: number): number {
  const text = env[variable];
  if (text === undefined || text === '') return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ConfigError(variable, text, 'give a whole number, 1 or more');
  return Number(text);
}

function redisUrl(env: Environment): string {
  const text = env['REDIS_URL'] ?? '';
  const known = ['redis://', 'rediss://', 'unix:///'].some((scheme) => text.startsWith(scheme));
  if (!known) throw new ConfigError('REDIS_URL', text, 'give redis://host:port, rediss://host:port or unix:///path.sock (npm start sets it for a private Redis)');
  return text;
}

function adminKey(env: Environment): string | undefined {
  const text = env['ADMIN_KEY'];
  if (text === undefined || text === '') return undefined;
  if (text.length < 24) throw new ConfigError('ADMIN_KEY', `${text.slice(0, 3)}…`, 'give at least 24 characters');
  return text;
}

function oneOf<T extends string>(env: Environment, variable: string, allowed: readonly T[], otherwise: T): T {
  const text = env[variable];
  if (text === undefined || text === '') return otherwise;
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new ConfigError(variable, text, `give one of ${allowed.join(', ')}`);
  return found;
}

function origins(env: Environment): string[] {
  const texts = (env['PUBLIC_ORIGIN'] ?? '').split(',').map((text) => text.trim()).filter((text) => text !== '');
  for (const text of texts) {
    if (!URL.canParse(text) || new URL(text).origin !== text) throw new ConfigError('PUBLIC_ORIGIN', text, 'give origins such as https://room.example.com, separated by commas');
  }
  return texts;
}

function tls(env: Environment): Config['tls'] {
  const cert = env['TLS_CERT'];
  const key = env['TLS_KEY'];
  const own = oneOf(env, 'TLS_SELF', ['on', 'off'], 'off') === 'on';
  if (!cert && !key) return own ? 'own' : undefined;
  if (!cert || !key) throw new ConfigError(cert ? 'TLS_KEY' : 'TLS_CERT', '', 'TLS_CERT and TLS_KEY are given together, each a path to a PEM file');
  return { cert, key };
}

const LOOPBACK = /^(127\.|localhost$|::1$|\[::1\]$)/;
/** Home and office networks before what containers and tunnels make up. */
const LIKELIHOOD = ['192.168.', '10.', '172.'];
function rank(address: string): number {
  const at = LIKELIHOOD.findIndex((start) => address.startsWith(start));
  return at < 0 ? LIKELIHOOD.length : at;
}

/** The IPv4 addresses that this machine has on its networks at this moment. */
export const ownAddresses = (): string[] => Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);

/** Where other devices on the network reach a server with these settings on this port, the likeliest first; none where it listens to its own machine only. */
export function lanAddresses({ host, tls: secure }: Pick<Config, 'host' | 'tls'>, onPort: number): string[] {
  if (LOOPBACK.test(host)) return [];
  const everywhere = host === '0.0.0.0' || host === '::';
  const hosts = everywhere ? ownAddresses().sort((a, b) => rank(a) - rank(b)) : [host];
  return hosts.map((each) => `${secure ? 'https' : 'http'}://${each}:${onPort}`);
}
