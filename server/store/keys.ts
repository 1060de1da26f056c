/**
 * Every Redis key the product uses. All of a show shares one hash tag, so that each script touches one slot
 * and the same code runs on one Redis, a replicated pair or a Redis Cluster.
 */
export function keysOf(showId: string) {
  const tag = `ck:{${showId}}`;
  return {
    journal: `${tag}:journal`,
    /** The id of the journal's last entry: lets an appender see whether anything came between. */
    tail: `${tag}:tail`,
    show: `${tag}:show`,
    /** The journal entry of each revision. */
    revisions: `${tag}:revisions`,
    /** The events of each revision whose entry the journal no longer holds, and the last such (field `@`). */
    decisions: `${tag}:decisions`,
    /** What claims are judged by: written by commits, read by claims. */
    gate: `${tag}:gate`,
    /** The ledger: units by SKU, units taken of each deal, what each buyer has, claims, holds by when they fall due, units sold by order. */
    stock: `${tag}:stock`,
    deals: `${tag}:deals`,
    buyers: `${tag}:buyers`,
    claims: `${tag}:claims`,
    holds: `${tag}:holds`,
    sales: `${tag}:sales`,
    snapshot: `${tag}:snapshot`,
    chunk: (name: string) => `${tag}:snapshot:${name}`,
    /** How far the journal is recorded (field `@`), the segments it is recorded in, by file name, and the first entry that the journal still holds (`from`). */
    recording: `${tag}:recording`,
    display: `${tag}:display`,
    alerts: `${tag}:alerts`,
    lease: `${tag}:lease`,
    epoch: `${tag}:epoch`,
    /** Stream of the commands refused here, the newest couple of thousand: what was done is in the journal. */
    refusals: `${tag}:refusals`,
    command: (id: string) => `${tag}:cmd:${id}`,
    /** Per producer: low-water mark and the window of recent sequences. */
    producer: (name: string) => `${tag}:producer:${name}`,
    /** Marker of a batch that named no producer and sequence, for the server's own retry. */
    batch: (id: string) => `${tag}:batch:${id}`,
    /** Channel: somebody other than the host appended, or looks for one to host the show. */
    appended: `${tag}:appended`,
  } as const;
}

/** Pattern of everything that `keysOf` names for one show. */
export const everyKeyOf = (showId: string): string => `ck:{${showId}}:*`;

/** Channel pattern of every show's `appended`. */
export const APPENDED_PATTERN = 'ck:{*}:appended';
export const showOfChannel = (channel: string): string => channel.slice(4, channel.lastIndexOf('}'));

/** Shows by creation time, Unix ms. */
export const SHOW_INDEX = 'ck:{shows}';
/** Server processes alive, by the Redis time they last said so, Unix ms. */
export const PROCESSES = 'ck:{processes}';
/** What came out of reviews, by id. */
export const ITEMS = 'ck:{items}';
/** The id of the DATA_DIR that recordings are kept in. */
export const RECORDINGS = 'ck:{recordings}';

const ACCESS = 'ck:{access}';

/** People, sessions and keys: all under one tag, so that their scripts touch one slot. What opens doors is kept only as a hash. */
export const ACCESS_KEYS = {
  people: `${ACCESS}:people`,
  /** Names as compared, to person ids. */
  names: `${ACCESS}:names`,
  passwords: `${ACCESS}:passwords`,
  session: (hash: string) => `${ACCESS}:session:${hash}`,
  /** Session hashes by expiry and by when they were last seen, Unix ms. */
  sessions: `${ACCESS}:sessions`,
  seen: `${ACCESS}:seen`,
  signIn: (hash: string) => `${ACCESS}:sign-in:${hash}`,
  members: (showId: string) => `${ACCESS}:members:${showId}`,
  showsOf: (personId: string) => `${ACCESS}:shows:${personId}`,
  /** A show that is being made, until whoever makes it has their part in it. */
  founding: (showId: string) => `${ACCESS}:founding:${showId}`,
  pairings: `${ACCESS}:pairings`,
  apiKeys: `${ACCESS}:keys`,
  apiKeysUsed: `${ACCESS}:keys:used`,
  /** Read-only links by id, the ids of a show's, and when each was last opened (Unix ms). */
  links: `${ACCESS}:links`,
  linksOf: (showId: string) => `${ACCESS}:links:${showId}`,
  linksOpened: `${ACCESS}:links-opened`,
  attempts: (what: string) => `${ACCESS}:attempts:${what}`,
  log: `${ACCESS}:log`,
  /** Channel: somebody's rights changed or ended. */
  changed: `${ACCESS}:changed`,
} as const;
