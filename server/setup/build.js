// @ts-check
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './children.js';
import { root } from './paths.js';
import { step } from './say.js';

const STAMP = '.sources';
const CLIENT = ['client', 'shared', 'vite.config.ts', 'package-lock.json', 'server/setup/build.js'];
const SERVER = ['server', 'shared', 'package.json', 'package-lock.json'];

/** The schema library comes in hundreds of files: bundling it saves a third of the time a start takes. */
const BUNDLED = ['typebox', '@fastify/type-provider-typebox'];

/**
 * Builds dist/client and dist/server where their sources changed since.
 * @param {AbortSignal} [signal]
 */
export async function build(signal) {
  await part('server', SERVER, (out) => bundleServer(out, signal));
  await part('client', CLIENT, (out) => bundleClient(out, signal));
}

/**
 * Builds beside the final place and moves it there whole: a broken build replaces nothing.
 * @param {string} name
 * @param {readonly string[]} sources
 * @param {(out: string) => Promise<unknown>} make
 */
async function part(name, sources, make) {
  const place = join(root, 'dist', name);
  const print = fingerprint(sources);
  if (existsSync(join(place, STAMP)) && readFileSync(join(place, STAMP), 'utf8') === print) return;
  mkdirSync(join(root, 'dist'), { recursive: true });
  const fresh = mkdtempSync(join(root, 'dist', `.${name}-`));
  try {
    await step(`Building the ${name}`, () => make(fresh));
    writeFileSync(join(fresh, STAMP), print);
    rmSync(place, { recursive: true, force: true });
    renameSync(fresh, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Path, size and time of every source file: also notices a file that is gone, or older than the build.
 * @param {readonly string[]} sources
 */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesOf(source))) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${String(size)} ${String(mtimeMs)}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path relative to the root
 * @returns {string[]}
 */
function filesOf(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path)).sort().flatMap((name) => filesOf(`${path}/${name}`));
}

/** @returns {string[]} the packages of package.json */
function dependencies() {
  const manifest = /** @type {unknown} */ (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const names = typeof manifest === 'object' && manifest !== null && 'dependencies' in manifest ? manifest.dependencies : undefined;
  if (typeof names !== 'object' || names === null) throw new TypeError('package.json has no dependencies');
  return Object.keys(names);
}

/**
 * @param {string} out
 * @param {AbortSignal} [signal]
 */
async function bundleServer(out, signal) {
  const esbuild = join(root, 'node_modules/esbuild/bin/esbuild');
  const options = ['--bundle', '--platform=node', '--format=esm', '--target=node20', '--sourcemap', '--log-level=warning'];
  const external = dependencies()
    .filter((name) => !BUNDLED.includes(name))
    .map((name) => `--external:${name}`);
  await mustRun(esbuild, ['main=server/main.ts', 'recording-worker=server/recording/worker.ts', 'query-worker=server/recording/queryWorker.ts', ...options, ...external, `--outdir=${out}`], {
    cwd: root,
    signal,
    failure: 'The server could not be built:',
  });
  // Scripts are read from beside the module that names them, which in a bundle is main.js.
  cpSync(join(root, 'server/store/lua'), join(out, 'lua'), { recursive: true });
}

/**
 * @param {string} out
 * @param {AbortSignal} [signal]
 */
async function bundleClient(out, signal) {
  await mustRun(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: root,
    signal,
    failure: 'The client could not be built:',
  });
}
