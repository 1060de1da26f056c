// @ts-check

/**
 * How Node runs the server. A batch lives for a millisecond: a nursery large enough to hold many of them is emptied
 * rarely, and next to nothing in it survives.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=16'];
