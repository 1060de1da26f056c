/** What one batch may be. Units: bytes, bytes, events. */
export const BODY_LIMIT = 8 * 1024 * 1024;
export const LINE_LIMIT = 64 * 1024;
export const EVENTS_LIMIT = 10_000;
