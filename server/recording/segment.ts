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
  /** Those of them that feeds brought; older segments do not say. */
  facts: Type.Optional(Type.Integer()),
  bytes: Type.Integer(),
  /** Of the file, hexadecimal. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** Written after the show had ended: facts that came late. */
  late: Type.Boolean(),
});
export type Segment = Static<typeof Segment>;

/** Epoch, first and last entry; the dot stands for the dash inside an entry's id. */
export const fileName = (epoch: string, first: EntryId, last: EntryId): string => `${epoch}-${first.replace('-', '.')}-${last.replace('-', '.')}.parquet`;

/** A file of a closing. */
const Kept = Type.Object({
  file: Type.String({ pattern: '^\\d{1,20}-\\d{1,15}\\.\\d{1,15}\\.(orders\\.parquet|viewers\\.parquet|figures\\.gz|curves\\.gz)$' }),
  bytes: Type.Integer(),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type Kept = Static<typeof Kept>;

/** What the fold knew once a show had ended: its orders and viewers as tables, the review's figures, and what series are read from. */
export const Closing = Type.Object({
  /** The journal entry up to which it counts. */
  upTo: Entry,
  orders: Kept,
  viewers: Kept,
  figures: Kept,
  curves: Kept,
});
export type Closing = Static<typeof Closing>;
export type ClosingPart = Exclude<keyof Closing, 'upTo'>;

/** Epoch and entry as a segment's name has them. */
export const closingName = (epoch: string, upTo: EntryId, part: ClosingPart): string => `${epoch}-${upTo.replace('-', '.')}.${part}.${part === 'orders' || part === 'viewers' ? 'parquet' : 'gz'}`;

/** What a show's recording is made of, in the journal's order. */
export const Manifest = Type.Object({ upTo: Entry, segments: Type.Array(Segment), closing: Type.Optional(Closing) });
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

/** A closing from JSON text. @throws TypeError where it is none */
export function parseClosing(text: string): Closing {
  const value: unknown = JSON.parse(text);
  if (!Value.Check(Closing, value)) throw new TypeError(`not the closing of a recording: ${text.slice(0, 200)}`);
  return value;
}
