import { isBehind } from './frames.ts';
import type { Io, Line } from './io.ts';

/** How often every line is looked at. Unit: ms. */
const LOOK_MS = 2_000;
/** A line that took nothing for this many looks in a row is cut: the screen behind it joins again, and starts from what is true then. */
const LOOKS = 3;

/** Ends a line without a farewell: whoever reads nothing would not read that either, and all that waits for them would be kept meanwhile. */
export const cut = (line: Line): void => void line.conn.request.socket.destroy();

/**
 * Cuts screens that no longer take what they are sent, though they may still answer pings: what they would show when they woke is old.
 * @returns what ends it
 */
export function evictStalled(io: Io): () => void {
  const stuck = new WeakMap<Line, number>();
  const timer = setInterval(() => {
    for (const line of io.of('/').sockets.values()) {
      const looks = isBehind(line) ? (stuck.get(line) ?? 0) + 1 : 0;
      if (looks < LOOKS) stuck.set(line, looks);
      else cut(line);
    }
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
  };
}
