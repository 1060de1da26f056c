// @ts-check
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where one instance keeps its data: `DATA_DIR`, else ./data. Always absolute. */
export function dataDir(env = process.env) {
  return resolve(root, env['DATA_DIR'] || 'data');
}

/** A folder for what can be fetched again: the user's cache, else the repository's own where there is no writable home. */
export function cacheDir(env = process.env) {
  const home = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  for (const folder of [join(home, 'changkong'), join(root, '.cache')]) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch (error) {
      if (folder.startsWith(root)) throw error;
    }
  }
  throw new Error('no folder to keep fetched files in');
}

/**
 * The full path of a program on PATH, or undefined.
 * @param {string} name
 */
export function onPath(name, env = process.env) {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && isExecutable(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
