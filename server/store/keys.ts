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
    snapshot: `${tag}:snapshot`,
    chunk: (name: string) => `${tag}:snapshot:${name}`,
    display: `${tag}:display`,
    lease: `${tag}:lease`,
    epoch: `${tag}:epoch`,
    command: (id: string) => `${tag}:cmd:${id}`,
    /** Per producer: low-water mark and the window of recent sequences. */
    producer: (name: string) => `${tag}:producer:${name}`,
    /** Marker of a batch that named no producer and sequence, for the server's own retry. */
    batch: (id: string) => `${tag}:batch:${id}`,
    /** Channel: somebody other than the host appended. */
    appended: `${tag}:appended`,
  } as const;
}

/** Channel pattern of every show's `appended`. */
export const APPENDED_PATTERN = 'ck:{*}:appended';
export const showOfChannel = (channel: string): string => channel.slice(4, channel.lastIndexOf('}'));

/** Shows by creation time, Unix ms. */
export const SHOW_INDEX = 'ck:{shows}';
/** Server processes alive, by the Redis time they last said so, Unix ms. */
export const PROCESSES = 'ck:{processes}';
export const sessionKey = (hash: string): string => `ck:{access}:session:${hash}`;
export const signInKey = (hash: string): string => `ck:{access}:sign-in:${hash}`;
