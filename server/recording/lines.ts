import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { FileLine } from '../../shared/review/reconcile.ts';

/** What is wrong with a file of orders: a sentence, and where. */
export interface BadLines {
  path: string;
  message: string;
}

const check = Compile(Type.Array(FileLine, { maxItems: 500_000 }));

/** Reads a platform's orders from JSON. */
export function linesOf(body: Uint8Array): { lines: FileLine[] } | { bad: BadLines } {
  let sent: unknown;
  try {
    sent = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch (error) {
    return { bad: { path: '', message: error instanceof Error ? error.message : String(error) } };
  }
  if (check.Check(sent)) return { lines: sent };
  const [first] = check.Errors(sent);
  return { bad: { path: first?.instancePath ?? '', message: first?.message ?? 'is not a list of orders' } };
}
