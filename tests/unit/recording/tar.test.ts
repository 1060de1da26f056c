import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTar, tarEnd, tarHeader, tarPadding } from '../../../server/recording/tar.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ck-tar-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES: readonly [string, Buffer][] = [['manifest.json', Buffer.from('{"a":"二"}')], ['empty.parquet', Buffer.alloc(0)], ['1-2.0-3.0.parquet', Buffer.alloc(512, 7)], ['x.gz', Buffer.alloc(1_300, 9)]];
const archive = (): Buffer => Buffer.concat([...FILES.flatMap(([name, bytes]) => [tarHeader(name, bytes.length, 1_760_000_000_000), bytes, tarPadding(bytes.length)]), tarEnd()]);

/** An archive as it comes over a line, in pieces of this size. */
async function read(bytes: Buffer, size: number): Promise<[string, Buffer][]> {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const lines = (async function* () {
    for (const piece of pieces()) yield await Promise.resolve(piece);
    return undefined;
  })();
  const files: [string, Buffer][] = [];
  for await (const { name, body } of readTar(lines)) {
    const got: Buffer[] = [];
    for await (const piece of body) got.push(piece);
    files.push([name, Buffer.concat(got)]);
  }
  return files;
}

describe('a tar archive', () => {
  it('is read as it was written, however it comes in pieces', async () => {
    for (const size of [1, 7, 511, 512, 513, 100_000]) expect([size, await read(archive(), size)]).toEqual([size, FILES]);
  });

  it('is read by tar itself, and what tar writes is read', async () => {
    const path = join(folder, 'ours.tar');
    writeFileSync(path, archive());
    execFileSync('tar', ['-xf', path], { cwd: folder });
    for (const [name, bytes] of FILES) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
    const names = FILES.map(([name]) => name);
    expect(await read(execFileSync('tar', ['--format=ustar', '-cf', '-', ...names], { cwd: folder }), 4_096)).toEqual(FILES);
  });

  it('is refused where it ends early, is something else, or holds more than plain files', async () => {
    const whole = archive();
    for (const end of [100, 512, 520, 1_024, whole.length - 1_024, whole.length - 1_025]) await expect(read(whole.subarray(0, end), 512)).rejects.toMatchObject({ name: 'TarError', what: 'truncated' });
    await expect(read(Buffer.alloc(0), 512)).rejects.toMatchObject({ what: 'notTar' });
    await expect(read(Buffer.alloc(2_000, 'PK'), 512)).rejects.toMatchObject({ what: 'notTar' });
    const flipped = archive();
    flipped[3] = 0x40;
    await expect(read(flipped, 512)).rejects.toMatchObject({ what: 'notTar' });
    execFileSync('ln', ['-sf', '/etc/passwd', 'link'], { cwd: folder });
    await expect(read(execFileSync('tar', ['--format=ustar', '-cf', '-', 'link'], { cwd: folder }), 512)).rejects.toMatchObject({ what: 'notTar' });
    expect(() => tarHeader('n'.repeat(101), 1, 0)).toThrow(RangeError);
  });
});
