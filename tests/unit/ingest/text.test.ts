import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, lines, UnreadableFile } from '../../../server/ingest/replay/text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changkong-text-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function read(path: string): Promise<string[]> {
  const { encoding } = await inspect(path);
  const all: string[] = [];
  for await (const line of lines(path, encoding)) all.push(line);
  return all;
}

/** 用户,商品 in GB18030. */
const GB = Buffer.from([0xd3, 0xc3, 0xbb, 0xa7, 0x2c, 0xc9, 0xcc, 0xc6, 0xb7]);

describe('a log file', () => {
  it('is read as UTF-8 with or without a byte order mark, with LF or CRLF', async () => {
    expect(await read(await fileOf('utf8.csv', Buffer.from('\uFEFF用户,商品\r\n1,2\r\n')))).toEqual(['用户,商品', '1,2']);
    expect(await read(await fileOf('lf.csv', Buffer.from('用户,商品\n1,2')))).toEqual(['用户,商品', '1,2']);
  });

  it('is read as GB18030 where UTF-8 does not fit, even if only its last line says so', async () => {
    const ascii = Buffer.from('1,2\n'.repeat(600_000));
    const path = await fileOf('gb.csv', Buffer.concat([ascii, GB]));
    expect((await inspect(path)).encoding).toBe('gb18030');
    expect((await read(path)).at(-1)).toBe('用户,商品');
  });

  it('keeps characters whole across the chunks it is read in', async () => {
    const line = '商'.repeat(99_991);
    expect(await read(await fileOf('chunks.csv', Buffer.from(`${line}\n${line}`)))).toEqual([line, line]);
  });

  it('is refused when it is no text', async () => {
    await expect(inspect(await fileOf('zip.csv', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xff])))).rejects.toThrow(UnreadableFile);
  });

  it('has the same hash only with the same bytes', async () => {
    const [a, b, c] = await Promise.all([fileOf('a', Buffer.from('x')), fileOf('b', Buffer.from('x')), fileOf('c', Buffer.from('y'))].map(async (path) => (await inspect(await path)).hash));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});
