import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENTRY_ZERO, compareEntries, type EntryId } from '../../shared/ids.ts';
import type { StoredRecording } from '../store/recordings.ts';
import { UNFINISHED, damageOf, isMissing, settle, type Damage } from './files.ts';
import { AT_REST } from './rest.ts';
import { parseClosing, parseManifest, parseSegment, type Closing, type ClosingPart, type Kept, type Manifest, type Segment } from './segment.ts';

export const MANIFEST = 'manifest.json';
const PLACE = '.place';

export interface CheckedSegment extends Segment {
  /** Where its file is. */
  path: string;
  damage: Damage | undefined;
}

/** A file of a closing held against its checksum. */
export interface CheckedPart extends Kept {
  path: string;
  damage: Damage | undefined;
}

/** Recordings on this disk: a folder a show, and in it segments and a manifest that names them, so that they can be read without Redis. */
export class Shelf {
  private constructor(
    readonly folder: string,
    /** Tells this DATA_DIR from every other. */
    readonly place: string,
  ) {}

  static async open(dataDir: string): Promise<Shelf> {
    const folder = join(dataDir, 'recordings');
    await mkdir(folder, { recursive: true });
    return new Shelf(folder, await placeOf(folder));
  }

  /** The shows of which there is a recording. */
  async shows(): Promise<string[]> {
    const found = await readdir(this.folder, { withFileTypes: true });
    return found.filter((each) => each.isDirectory() && !each.name.startsWith('.')).map(({ name }) => name);
  }

  /** What a show's recording is made of, as the disk has it; undefined where there is none. */
  async manifest(showId: string): Promise<Manifest | undefined> {
    try {
      return parseManifest(await readFile(join(this.folder, showId, MANIFEST), 'utf8'));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** When a show's recording last changed, Unix ms; undefined where there is none. */
  async changedAt(showId: string): Promise<number | undefined> {
    try {
      return (await stat(join(this.folder, showId, MANIFEST))).mtimeMs;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Writes down what Redis says the recording is made of, whole or not at all. @returns the manifest */
  async keep(showId: string, stored: StoredRecording): Promise<Manifest> {
    const manifest = manifestOf(stored);
    const place = join(this.folder, showId);
    await mkdir(place, { recursive: true });
    const unfinished = join(place, `.${MANIFEST}.${randomUUID()}`);
    await writeFile(unfinished, JSON.stringify(manifest));
    await settle(unfinished, join(place, MANIFEST));
    return manifest;
  }

  /** Puts a recording aside that Redis knows nothing of: another show of its id is beginning. */
  async putAside(showId: string): Promise<void> {
    if (await this.manifest(showId)) await rename(join(this.folder, showId), join(this.folder, `.aside-${showId}-${randomUUID()}`));
  }

  /** Takes a recording away: by another name at once, then file by file. */
  async remove(showId: string): Promise<void> {
    const gone = join(this.folder, `${UNFINISHED}${randomUUID()}`);
    try {
      await rename(join(this.folder, showId), gone);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    await rm(gone, { recursive: true, force: true });
  }

  /** Each segment of a recording held against its checksum; the journal's order. */
  async check(showId: string): Promise<CheckedSegment[]> {
    const checked: CheckedSegment[] = [];
    for (const segment of (await this.manifest(showId))?.segments ?? []) checked.push(await this.checkSegment(showId, segment));
    return checked;
  }

  /** One segment held against its checksum. */
  async checkSegment(showId: string, segment: Segment): Promise<CheckedSegment> {
    const path = join(this.folder, showId, segment.file);
    return { ...segment, path, damage: await damageOf(path, segment) };
  }

  /** One file of a closing held against its checksum. */
  async checkPart(showId: string, closing: Closing, part: ClosingPart): Promise<CheckedPart> {
    const path = join(this.folder, showId, closing[part].file);
    return { ...closing[part], path, damage: await damageOf(path, closing[part]) };
  }

  /** Takes away closings that are named no more, or were never, and are not of a later host. */
  clear(showId: string, { closing }: Manifest, epoch: string): Promise<void> {
    return this.clearBut(showId, closing ? CLOSING_PARTS.map((part) => closing[part].file) : [], CLOSING_PARTS.map((part) => `.${part}.`), epoch);
  }

  /** Takes away the files that a tally rested in, but for these, as `clear` does. */
  clearRest(showId: string, files: readonly string[], epoch: string): Promise<void> {
    return this.clearBut(showId, files, [AT_REST], epoch);
  }

  private async clearBut(showId: string, named: readonly string[], marks: readonly string[], epoch: string): Promise<void> {
    const place = join(this.folder, showId);
    for (const file of await readdir(place)) {
      const isOurs = marks.some((mark) => file.includes(mark)) && Number(file.slice(0, file.indexOf('-'))) <= Number(epoch);
      if (isOurs && !named.includes(file)) await rm(join(place, file), { force: true });
    }
  }
}

export const CLOSING_PARTS: readonly ClosingPart[] = ['orders', 'viewers', 'figures', 'curves'];

export function manifestOf({ upTo, segments, closing }: StoredRecording): Manifest {
  return { upTo, segments: segments.map(parseSegment).sort((a, b) => compareEntries(a.first, b.first)), ...(closing === undefined ? {} : { closing: parseClosing(closing) }) };
}

/** Where the recorded part of a journal ends. */
export const recordedTo = (manifest: Manifest | undefined): EntryId => (manifest?.upTo ?? ENTRY_ZERO) as EntryId;

async function placeOf(folder: string): Promise<string> {
  const path = join(folder, PLACE);
  try {
    // Whoever comes second finds what the first has written.
    await writeFile(path, randomUUID(), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(path, 'utf8');
}
