// @ts-check
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './children.js';
import { root } from './paths.js';
import { step, Stop } from './say.js';

/**
 * Installs the packages of package-lock.json when it is newer than what is installed, or nothing is.
 * @param {AbortSignal} [signal]
 */
export async function installPackages(signal) {
  if (modified('package-lock.json') <= modified('node_modules/.package-lock.json')) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new Stop('node_modules is a link, and npm ci would empty the folder that it leads to. Remove the link first.', 78);
  }
  // npm tells its scripts where it is; outside npm it is on PATH.
  const cli = process.env['npm_execpath'];
  const [command, ...first] = cli?.endsWith('.js') === true ? [process.execPath, cli] : ['npm'];
  await step('Installing packages', () =>
    mustRun(command ?? 'npm', [...first, 'ci', '--include=dev', '--no-progress', '--loglevel=error'], {
      cwd: root,
      signal,
      failure: 'npm ci failed:',
    }),
  );
}

/**
 * @param {string} file
 * @returns {number} 0 if there is none
 */
function modified(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Refuses a Node that is too old, before anything fails in a stranger way. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Stop(`Changkong needs Node 20.19 or newer; this is ${process.versions.node}.`, 78);
  }
}
