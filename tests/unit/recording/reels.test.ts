import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepReels, keptReels } from '../../../server/recording/reels.ts';

const piece = { at: 0, length: 4 };
const film = { span: { begin: 1, end: 2, frame: 1 }, reels: [{ common: piece, show: piece, '5m': piece, onair: piece }] };
let recordings: string;
beforeEach(() => void (recordings = mkdtempSync(join(tmpdir(), 'ck-reels-'))));
afterEach(() => rmSync(recordings, { recursive: true, force: true }));

/** Keeps a film as one that was made some seconds ago. */
async function keep(show: string, upTo: string, ago: number): Promise<void> {
  const folder = join(recordings, show);
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(recordings, '.unfinished-x'), { recursive: true });
  const path = join(recordings, '.unfinished-x', 'made.film');
  writeFileSync(path, 'film');
  await keepReels(folder, upTo, path, film);
  const at = Date.now() / 1000 - ago;
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), at, at);
}
const isKept = async (show: string, upTo: string): Promise<boolean> => (await keptReels(join(recordings, show), upTo)) !== undefined;

describe('films that are kept', () => {
  it('are of a recording as it stands: one of fewer segments gives way', async () => {
    await keep('a', '1-0', 20);
    expect(await keptReels(join(recordings, 'a'), '1-0')).toMatchObject(film);
    await keep('a', '2-0', 10);
    expect([await isKept('a', '1-0'), await isKept('a', '2-0')]).toEqual([false, true]);
    expect(readdirSync(join(recordings, 'a'))).toHaveLength(2);
  });

  it('are the last three: of older ones nothing stays, and of their shows everything else', async () => {
    for (const [i, show] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      mkdirSync(join(recordings, show), { recursive: true });
      writeFileSync(join(recordings, show, 'manifest.json'), '{}');
      await keep(show, '1-0', 100 - i);
    }
    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((show) => isKept(show, '1-0')))).toEqual([false, false, true, true, true]);
    expect(readdirSync(join(recordings, 'a'))).toEqual(['manifest.json']);
  });

  it('are none where the file has other bytes', async () => {
    await keep('a', '1-0', 0);
    writeFileSync(join(recordings, 'a', 'playback-1-0.film'), 'flim');
    expect(await isKept('a', '1-0')).toBe(false);
  });
});
