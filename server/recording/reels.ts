import { randomUUID } from 'node:crypto';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { digest, isMissing, settle } from './files.ts';

/** Of what a film shows, and how: one of another version is made anew. */
const VERSION = 2;
const PREFIX = 'playback-';
/** Films that are kept, of all shows together: one may be larger than the recording it shows, and can be made again. */
const KEPT = 3;

/** A piece of the film's file. Unit: bytes. */
const Piece = Type.Object({ at: Type.Integer({ minimum: 0 }), length: Type.Integer({ minimum: 0 }) });
const Reel = Type.Object({ common: Piece, show: Piece, '5m': Piece, onair: Piece });
const Index = Type.Object({ version: Type.Literal(VERSION), sha256: Type.String(), bytes: Type.Integer(), span: Type.Object({ begin: Type.Integer(), end: Type.Integer(), frame: Type.Integer({ minimum: 1 }) }), reels: Type.Array(Reel) });

export type Piece = Static<typeof Piece>;
/** Where each reel's pieces are in the film's file, in order. */
export type Reels = Static<typeof Reel>[];

/** A film as it is kept. */
interface Kept {
  path: string;
  /** From when to when it shows the show, Unix ms, and how far its frames lie apart, ms. */
  span: Static<typeof Index>['span'];
  reels: Reels;
}

const filmOf = (upTo: string): string => `${PREFIX}${upTo}.film`;
const indexOf = (upTo: string): string => `${PREFIX}${upTo}.json`;

/** Keeps a film that is made beside the segments it shows, in place of one of fewer, and of an older one of another show. @param path its file, on the same disk */
export async function keepReels(folder: string, upTo: string, path: string, film: Pick<Kept, 'span' | 'reels'>): Promise<void> {
  const index: Static<typeof Index> = { version: VERSION, ...(await digest(path)), ...film };
  const unfinished = join(dirname(path), `${randomUUID()}.index`);
  await writeFile(unfinished, JSON.stringify(index));
  // The index last: where it is, the film is whole.
  await settle(path, join(folder, filmOf(upTo)));
  await settle(unfinished, join(folder, indexOf(upTo)));
  for (const each of await readdir(folder)) if (each.startsWith(PREFIX) && each !== filmOf(upTo) && each !== indexOf(upTo)) await rm(join(folder, each), { force: true });
  await clear(dirname(folder));
}

/** Takes the oldest films away where there are too many. @param recordings the folder of all shows' folders */
async function clear(recordings: string): Promise<void> {
  const found: { path: string; at: number }[] = [];
  for (const file of await readdir(recordings, { recursive: true })) {
    const path = join(recordings, file);
    if (basename(file).startsWith(PREFIX) && file.endsWith('.json')) found.push({ path, at: (await stat(path)).mtimeMs });
  }
  const old = found.sort((a, b) => b.at - a.at).slice(KEPT);
  // The index first: without it a film counts for nothing.
  for (const { path } of old) for (const each of [path, path.replace(/json$/, 'film')]) await rm(each, { force: true });
}

/** The film that is kept of a recording as it stands; undefined where there is none, or it is not as it was. */
export async function keptReels(folder: string, upTo: string): Promise<Kept | undefined> {
  const path = join(folder, filmOf(upTo));
  try {
    const index: unknown = JSON.parse(await readFile(join(folder, indexOf(upTo)), 'utf8'));
    if (!Value.Check(Index, index)) return undefined;
    const { sha256, bytes } = await digest(path);
    return sha256 === index.sha256 && bytes === index.bytes ? { path, span: index.span, reels: index.reels } : undefined;
  } catch (error) {
    // One that cannot be read is made anew.
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
