// @ts-check
import { run } from './children.js';
import { onPath } from './paths.js';
import { say, step, Stop } from './say.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
const HOW_TO_GET_ONE = `No Chromium here for the browser tests. Any one of these helps:
  Debian, Ubuntu   sudo apt-get install chromium fonts-noto-cjk
  macOS            brew install --cask chromium
  elsewhere        CHROME=/path/to/chrome npm test`;

/**
 * A Chromium that really starts: `CHROME`, on PATH, or installed now by apt where we are root.
 * @param {{ signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<string>}
 * @throws {Stop} exit code 78
 */
export async function chromiumPath(options = {}) {
  const found = await working();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && onPath('apt-get') !== undefined) {
    const installed = await step('Installing Chromium and a Chinese font for the browser tests', () => install(options.signal));
    const path = await working();
    if (path !== undefined) return path;
    say(installed.output.slice(-2_000));
  }
  throw new Stop(HOW_TO_GET_ONE, 78);
}

async function working() {
  const named = process.env['CHROME'];
  const candidates = named !== undefined && named !== '' ? [named] : [...NAMES.map((name) => onPath(name)), ...MAC];
  for (const path of candidates) {
    // Some distributions put a stub on PATH that only tells where to get it.
    if (path !== undefined && (await runs(path))) return path;
  }
  return undefined;
}

/** @param {string} path */
async function runs(path) {
  try {
    return (await run(path, ['--version'], { timeoutMs: 30_000 })).code === 0;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

/** @param {AbortSignal} [signal] */
async function install(signal) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'];
  const first = await run('apt-get', args, { env, signal, timeoutMs: 600_000 });
  if (first.code === 0) return first;
  // Most likely there are no package lists yet, or old ones.
  await run('apt-get', ['update', '-q'], { env, signal, timeoutMs: 240_000 });
  return run('apt-get', args, { env, signal, timeoutMs: 600_000 });
}
