import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { EntryId } from '../../shared/ids.ts';

const Entry = Type.String({ pattern: '^\\d{1,15}-\\d{1,15}$' });

/** One file of a recording: the journal's entries from `first` to `last`, both included. */
export const Segment = Type.Object({
  file: Type.String({ pattern: '^\\d{1,20}-\\d{1,15}\\.\\d{1,15}-\\d{1,15}\\.\\d{1,15}\\.parquet$' }),
  first: Entry,
  last: Entry,
  entries: Type.Integer(),
  events: Type.Integer(),
  bytes: Type.Integer(),
  /** Of the file, hexadecimal. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** Written after the show had ended: facts that came late. */
  late: Type.Boolean(),
});
export type Segment = Static<typeof Segment>;

/** Epoch, first and last entry; the dot stands for the dash inside an entry's id. */
export const fileName = (epoch: string, first: EntryId, last: EntryId): string => `${epoch}-${first.replace('-', '.')}-${last.replace('-', '.')}.parquet`;

/** What a show's recording is made of, in the journal's order. */
export const Manifest = Type.Object({ upTo: Entry, segments: Type.Array(Segment) });
export type Manifest = Static<typeof Manifest>;

/** A manifest from JSON text; undefined where it is none. */
export function parseManifest(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Value.Check(Manifest, value) ? value : undefined;
}

/** One segment from JSON text. @throws TypeError where it is none */
export function parseSegment(text: string): Segment {
  const value: unknown = JSON.parse(text);
  if (!Value.Check(Segment, value)) throw new TypeError(`not a segment of a recording: ${text.slice(0, 200)}`);
  return value;
}
