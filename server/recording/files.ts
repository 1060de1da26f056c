import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What is not finished by then, a crash has left behind. Unit: ms. */
const LEFT_MS = 3_600_000;
/** How the names of folders begin that are cleared away where a crash has left them. */
export const UNFINISHED = '.unfinished-';

/** Why a file cannot be read: it is gone, is not as long as it was, or has other bytes. */
export type Damage = 'missing' | 'truncated' | 'changed';

/** Waits until a file, or the names in a folder, are on the disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a finished file its name, so that after a crash it is there whole or not at all. */
export async function settle(from: string, to: string): Promise<void> {
  await sync(from);
  await rename(from, to);
  await sync(dirname(to));
}

/** The SHA-256 of a file, hexadecimal, and its length. */
export async function digest(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

export const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Makes a folder for what is not finished, and takes away those that crashes have left. @returns its path */
export async function temporaryFolder(folder: string, now: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.startsWith(UNFINISHED) && now - (await stat(path)).mtimeMs > LEFT_MS) await rm(path, { recursive: true, force: true });
  }
  return mkdtemp(join(folder, UNFINISHED));
}

/** A file held against what was written down of it. */
export async function damageOf(path: string, { sha256, bytes }: { sha256: string; bytes: number }): Promise<Damage | undefined> {
  try {
    if ((await stat(path)).size !== bytes) return 'truncated';
    return (await digest(path)).sha256 === sha256 ? undefined : 'changed';
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}
