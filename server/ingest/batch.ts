import { isUtf8 } from 'node:buffer';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { Refusal, type ProblemCode } from '../../shared/protocol/problems.ts';
import { isFault, readEvent } from './check.ts';
import { EVENTS_LIMIT, LINE_LIMIT } from './limits.ts';

export interface Rejected {
  /** Place in the batch as sent, from 0, blank lines apart. */
  index: number;
  code: ProblemCode;
  message: string;
}

/** A batch once read: the good events, the bytes of exactly those, and what was refused. */
export interface ReadBatch {
  events: PlatformEvent[];
  body: Buffer;
  rejected: Rejected[];
  /** Events whose id stood earlier in this same batch; stored, and counted once by the fold. */
  repeats: number;
}

const REPLACEMENT = '\uFFFD';
const BROKEN_TEXT = 'not valid UTF-8';

/** Reads an NDJSON body. `tooLong` names the physical lines that were cut at the line limit. */
export function readLines(body: Buffer, tooLong: ReadonlySet<number> = new Set()): ReadBatch {
  const events: PlatformEvent[] = [];
  const rejected: Rejected[] = [];
  const good: Buffer[] = [];
  const sound = isUtf8(body);
  let index = -1;
  for (let from = 0, physical = 0; from < body.length; physical++) {
    const newline = body.indexOf(10, from);
    const end = newline < 0 ? body.length : newline;
    const line = body.subarray(from, end);
    from = end + 1;
    const text = line.toString('utf8').trim();
    if (text === '') continue;
    index++;
    if (tooLong.has(physical)) {
      rejected.push({ index, code: 'TOO_LARGE', message: `the line is longer than ${LINE_LIMIT} bytes` });
      continue;
    }
    if (!sound && !isUtf8(line)) {
      rejected.push({ index, code: 'INVALID', message: BROKEN_TEXT });
      continue;
    }
    const read = readText(text);
    if (isFault(read)) rejected.push({ index, code: 'INVALID', message: read.message });
    else {
      events.push(read);
      good.push(line);
    }
  }
  return { events, rejected, repeats: repeatsIn(events), body: rejected.length === 0 ? body : joined(good) };
}

/** Reads a JSON array body. @throws Refusal INVALID (400) where it is not one. */
export function readArray(body: Buffer): ReadBatch {
  const sound = isUtf8(body);
  const values = parseArray(body);
  const events: PlatformEvent[] = [];
  const rejected: Rejected[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    // Broken bytes became U+FFFD: where the body has any, an element holding one cannot be told from a damaged one.
    const read = !sound && JSON.stringify(value).includes(REPLACEMENT) ? { message: BROKEN_TEXT } : readEvent(value);
    if (isFault(read)) rejected.push({ index, code: 'INVALID', message: read.message });
    else events.push(read);
  }
  const whole = sound && rejected.length === 0;
  return { events, rejected, repeats: repeatsIn(events), body: whole ? body : Buffer.from(JSON.stringify(events)) };
}

/** Reads a journal entry's bytes, which were validated when they were stored. */
export function readStored(body: Buffer): PlatformEvent[] {
  if (body.length === 0) return [];
  return /^\s*\[/.test(body.toString('latin1', 0, 64)) ? readArray(body).events : readLines(body).events;
}

function readText(text: string): ReturnType<typeof readEvent> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { message: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  return readEvent(value);
}

function parseArray(body: Buffer): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(body.length === 0 ? '[]' : body.toString('utf8'));
  } catch (error) {
    throw new Refusal('INVALID', `The body is not valid JSON: ${error instanceof Error ? error.message : String(error)}. Send a JSON array of events, or one event a line as application/x-ndjson.`, { status: 400 });
  }
  if (!Array.isArray(value)) throw new Refusal('INVALID', 'The body must be a JSON array of events, or one event a line as application/x-ndjson.', { status: 400 });
  if (value.length > EVENTS_LIMIT) throw tooMany();
  return value;
}

/** The refusal of a batch with too many events. */
export const tooMany = (): Refusal => new Refusal('TOO_LARGE', `A batch holds at most ${EVENTS_LIMIT} events. Send it in parts.`);

function repeatsIn(events: readonly PlatformEvent[]): number {
  let seen: Set<string> | undefined;
  let repeats = 0;
  for (const { id } of events) {
    if (id === undefined) continue;
    seen ??= new Set();
    if (seen.has(id)) repeats++;
    else seen.add(id);
  }
  return repeats;
}

function joined(lines: readonly Buffer[]): Buffer {
  const newline = Buffer.from('\n');
  return Buffer.concat(lines.flatMap((line) => [line, newline]));
}
