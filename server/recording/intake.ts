import { createHash } from 'node:crypto';
import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { Store } from '../store/store.ts';
import type { Analyst } from './analyst.ts';
import { UNFINISHED, sync } from './files.ts';
import { PARCEL_FORM, filesOf, parseParcel, type ParcelManifest } from './parcel.ts';
import { MANIFEST, type Shelf } from './shelf.ts';
import type { Kept } from './segment.ts';
import { TarError, readTar, type TarFile } from './tar.ts';

/** A day of segments has a manifest of half a megabyte. Unit: bytes. */
const MANIFEST_LIMIT = 16 * 1024 * 1024;
/** A six-hour show of ten million events has about 150 MB. Unit: bytes. */
const RECORDING_LIMIT = 32 * 1024 ** 3;

/** What is wrong with a file, for the screens' wording. */
type Wrong = 'notRecording' | 'truncated' | 'changed' | 'newer' | 'unreadable';

export interface IntakeTools {
  store: { shows: Pick<Store['shows'], 'get'> };
  /** Where recordings are; undefined where this process has another DATA_DIR. */
  shelf: Shelf | undefined;
  analyst: Pick<Analyst, 'shelved'>;
  /** Writes into the access log who brought what, and from where. */
  note: (who: string, from: { address: string }, what: string) => void;
}

/** Takes in recordings that were exported as one file: whole, or not at all. */
export class Intake {
  private isBusy = false;

  constructor(private readonly tools: IntakeTools) {}

  /**
   * @param chunks the file, as it comes @returns the show as lists tell it from now on
   * @throws Refusal WRONG_STATE, OVERLOADED, INVALID, ID_REUSED, TOO_LARGE, STORE_UNAVAILABLE; then nothing of it is kept
   */
  async take(chunks: AsyncIterator<Buffer, undefined>, by: { name: string }, from: { address: string }): Promise<ListedShow> {
    const { shelf, note } = this.tools;
    if (!shelf) throw new Refusal('WRONG_STATE', 'Recordings are kept in another DATA_DIR than this server has: ask one that shares it.', { params: { state: 'elsewhere' } });
    if (this.isBusy) throw new Refusal('OVERLOADED', 'Another recording is being imported: try again once it is done.', { params: { what: 'busy' } });
    this.isBusy = true;
    const place = await mkdtemp(join(shelf.folder, UNFINISHED));
    try {
      const show = await this.unpack(readTar(chunks), shelf, place);
      note(by.name, from, `${show.title} (${show.id})`);
      return show;
    } catch (error) {
      await rm(place, { recursive: true, force: true });
      throw refusalFrom(error);
    } finally {
      this.isBusy = false;
    }
  }

  private async unpack(files: AsyncGenerator<TarFile, undefined>, shelf: Shelf, place: string): Promise<ListedShow> {
    const { show: { id }, recording } = await manifestFrom(files);
    await this.checkFree(id, shelf);
    const expected = filesOf(recording);
    if (expected.reduce((sum, { bytes }) => sum + bytes, 0) > RECORDING_LIMIT) throw new Refusal('TOO_LARGE', `A recording may have ${RECORDING_LIMIT / 1024 ** 3} GiB.`);
    // Names come from the manifest alone, whose schema allows no path.
    for (const kept of expected) await keep(await next(files), kept, join(place, kept.file));
    if (!(await files.next()).done) throw wrong('notRecording', 'There are files in it that its manifest does not name.');
    await writeFile(join(place, MANIFEST), JSON.stringify(recording));
    await sync(join(place, MANIFEST));
    const show = await this.tools.analyst.shelved(place.slice(shelf.folder.length + 1));
    if (show?.id !== id) throw wrong('unreadable', 'Its segments do not tell the show that it names from its creation on.');
    await sync(place);
    await this.checkFree(id, shelf);
    await rename(place, join(shelf.folder, id));
    await sync(shelf.folder);
    return show;
  }

  private async checkFree(id: string, shelf: Shelf): Promise<void> {
    if (!(await this.tools.store.shows.get(id)) && !(await shelf.manifest(id))) return;
    throw new Refusal('ID_REUSED', `There is a show ${id} here already, and nothing is written over it. If it is the same one, there is nothing to do; otherwise delete it first, or import on another server.`, { params: { id } });
  }
}

const wrong = (what: Wrong, detail: string, more: Record<string, string | number> = {}): Refusal => new Refusal('INVALID', `${detail} ${NEXT[what]}`, { params: { what, ...more } });
const NEXT: Readonly<Record<Wrong, string>> = {
  notRecording: 'Choose a file that was downloaded as a recording (.changkong.tar).',
  truncated: 'Download the recording again, and import the whole file.',
  changed: 'It was damaged on its way: download the recording again.',
  newer: 'Update this server, then import it.',
  unreadable: 'Download the recording again where it comes from.',
};

async function next(files: AsyncGenerator<TarFile, undefined>): Promise<TarFile> {
  const { done, value } = await files.next();
  if (done === true) throw wrong('truncated', 'The file ends before its recording does.');
  return value;
}

async function manifestFrom(files: AsyncGenerator<TarFile, undefined>): Promise<ParcelManifest> {
  const { name, size, body } = await next(files);
  if (name !== MANIFEST || size > MANIFEST_LIMIT) throw wrong('notRecording', 'The file does not begin with the manifest of a recording.');
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  const manifest = parseParcel(Buffer.concat(pieces).toString('utf8'));
  if (!manifest) throw wrong('notRecording', 'What the file begins with is not the manifest of a recording.');
  if ('laterForm' in manifest) throw wrong('newer', `The file is of form ${manifest.laterForm}, and this server reads form ${PARCEL_FORM}.`);
  return manifest;
}

/** Writes one file down, and holds it against its checksum. */
async function keep({ name, size, body }: TarFile, { file, bytes, sha256 }: Kept, path: string): Promise<void> {
  if (name !== file) throw wrong('notRecording', `${file} should come next in the file, and ${name.slice(0, 100)} does.`);
  if (size !== bytes) throw wrong('changed', `${file} has ${size} bytes instead of ${bytes}.`, { file });
  const hash = createHash('sha256');
  const handle = await open(path, 'wx');
  try {
    for await (const piece of body) {
      hash.update(piece);
      await handle.appendFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') !== sha256) throw wrong('changed', `${file} has other bytes than were recorded.`, { file });
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** What reading and the disk say, as refusals; anything else as it is. */
function refusalFrom(error: unknown): unknown {
  if (error instanceof TarError) return error.what === 'truncated' ? wrong('truncated', 'The file ends in the middle.') : wrong('notRecording', error.message);
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Refusal('STORE_UNAVAILABLE', 'The disk is full: nothing of the recording was kept. Make room in DATA_DIR, then import it again.', { status: 507, params: { what: 'diskFull' } });
  if (code === 'ENOTEMPTY' || code === 'EEXIST') return new Refusal('ID_REUSED', 'A show of its id was made meanwhile, and nothing is written over it.');
  return error;
}
