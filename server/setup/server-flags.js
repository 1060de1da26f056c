// @ts-check

/**
 * How Node runs the server. A batch lives for a millisecond, and next to nothing of it survives: this nursery holds many of them,
 * and a larger one (MB) costs its size in memory three times over without making anything faster.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8'];
