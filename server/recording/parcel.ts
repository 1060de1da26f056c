import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import { ShowIdText } from '../../shared/show/schemas.ts';
import { Manifest, type Kept } from './segment.ts';
import type { Damage } from './files.ts';
import { CLOSING_PARTS, MANIFEST, type Shelf } from './shelf.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

/** The form of a recording as one file. A file of a later form may need a later version of the product. */
export const PARCEL_FORM = 1;

/** What stands first in the file. */
export const ParcelManifest = Type.Object({
  product: Type.Literal('changkong-recording'),
  form: Type.Literal(PARCEL_FORM),
  show: Type.Object({ id: ShowIdText, title: Type.String() }),
  /** Unix ms. */
  exportedAt: Type.Integer(),
  recording: Manifest,
});
export type ParcelManifest = Static<typeof ParcelManifest>;

const LaterManifest = Type.Object({ product: Type.Literal('changkong-recording'), form: Type.Integer({ minimum: PARCEL_FORM + 1 }) });

/** The manifest in a text; the form where it is one of a later version, and undefined where it is neither. */
export function parseParcel(text: string): ParcelManifest | { laterForm: number } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Value.Check(ParcelManifest, value)) return value;
  return Value.Check(LaterManifest, value) ? { laterForm: value.form } : undefined;
}

/** The files of a recording, in the order in which they follow the manifest. */
export const filesOf = ({ segments, closing }: Manifest): Kept[] => [...segments, ...(closing ? CLOSING_PARTS.map((part) => closing[part]) : [])];

const DAMAGES: Readonly<Record<Damage, string>> = { missing: 'is missing', truncated: 'is not as long as it was written', changed: 'has other bytes than were written' };

/**
 * A show's recording as one file: its manifest, its segments, and what it came to. Each file is held against its checksum before the first byte goes out.
 * @param title of the show @param now server time, Unix ms @throws Refusal NOT_FOUND, WRONG_STATE where a file is damaged
 */
export async function parcelOf(shelf: Shelf, showId: string, title: string, now: number): Promise<Readable> {
  const manifest = await shelf.manifest(showId);
  if (!manifest) throw noShow(showId);
  const { closing } = manifest;
  const checked = [...(await shelf.check(showId)), ...(closing ? await Promise.all(CLOSING_PARTS.map((part) => shelf.checkPart(showId, closing, part))) : [])];
  for (const { file, damage } of checked) {
    if (damage) {
      throw new Refusal('WRONG_STATE', `${file} ${DAMAGES[damage]}: what is damaged is not passed on as whole. Bring the file back from a copy of DATA_DIR/recordings/${showId}, then export again. The review goes on without it.`, { params: { state: 'damaged', file } });
    }
  }
  const head = Buffer.from(JSON.stringify({ product: 'changkong-recording', form: PARCEL_FORM, show: { id: showId, title }, exportedAt: now, recording: manifest } satisfies ParcelManifest));
  return Readable.from(bytesOf(head, checked, now), { objectMode: false });
}

async function* bytesOf(head: Buffer, files: readonly (Kept & { path: string })[], now: number): AsyncGenerator<Buffer> {
  yield tarHeader(MANIFEST, head.length, now);
  yield Buffer.concat([head, tarPadding(head.length)]);
  for (const { path, file, bytes } of files) {
    yield tarHeader(file, bytes, now);
    let sent = 0;
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      sent += chunk.length;
      yield chunk;
    }
    // Deleted or written over meanwhile: the file that goes out ends here, and whoever reads it sees that it does.
    if (sent !== bytes) throw new Error(`${file} changed while it was exported.`);
    yield tarPadding(bytes);
  }
  yield tarEnd();
}
