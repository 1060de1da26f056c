// @ts-check

/**
 * How Node runs the server. A batch lives for a millisecond, and next to nothing of it survives: this nursery holds many of them,
 * and a larger one (MB) costs its size in memory three times over without making anything faster. One helping thread collects:
 * four of them, with Redis beside them, stalled the event loop of a small machine for as long as all of them waited for a core.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--v8-pool-size=1'];

/** What the server finds in its environment: two places for its threads to take memory from, since each keeps what it once held. */
export const SERVER_ENV = { MALLOC_ARENA_MAX: '2' };
