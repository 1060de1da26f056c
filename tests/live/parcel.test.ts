import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessEntry } from '../../shared/protocol/access.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { Intake } from '../../server/recording/intake.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { readTar, tarEnd, tarHeader, tarPadding } from '../../server/recording/tar.ts';
import { roomMix } from '../bench/mix.ts';
import { makeMember } from '../support/people.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const SHOW = 'carried';
const TITLE = '双11/主场';
const KEY = { authorization: `Bearer ${ADMIN_KEY}` };
/** Where the show was, and where its recording goes. */
let here: TestServer;
let there: TestServer;
let file: Buffer;

const folderOf = (server: TestServer): string => join(server.dataDir, 'recordings');
/** What is in the folder of recordings, the engine's own places apart. */
const shelved = (server: TestServer): string[] => readdirSync(folderOf(server)).filter((name) => !name.startsWith('.'));
const unfinished = (server: TestServer): string[] => readdirSync(folderOf(server)).filter((name) => name.startsWith('.unfinished-'));
/** Those of them that hold something of a recording. */
const begun = (server: TestServer): string[] => unfinished(server).filter((name) => readdirSync(join(folderOf(server), name)).some((each) => /parquet$|^manifest/.test(each)));
const at = (server: TestServer, rest: string) => server.call('GET', `/api/v1/shows/${SHOW}${rest}`);
async function exported(server: TestServer, id = SHOW): Promise<{ status: number; headers: Headers; body: Buffer }> {
  const response = await fetch(`${server.url}/api/v1/shows/${id}/recording`, { headers: KEY });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}
async function bring(body: Buffer, headers: Record<string, string> = KEY): Promise<{ status: number; problem: Problem; show: ListedShow }> {
  const response = await fetch(`${there.url}/api/v1/recordings`, { method: 'POST', headers: { 'content-type': 'application/x-tar', ...headers }, body: new Uint8Array(body) });
  const told: unknown = await response.json();
  return { status: response.status, problem: told as Problem, show: told as ListedShow };
}
const listed = async (server: TestServer): Promise<ListedShow[]> => (await server.call('GET', '/api/v1/shows')).json<ListedShow[]>();

/** A file taken apart, changed, and put together again. */
async function remade(change: (files: [string, Buffer][]) => void): Promise<Buffer> {
  const files: [string, Buffer][] = [];
  for await (const { name, body } of readTar([file][Symbol.iterator]() as unknown as AsyncIterator<Buffer, undefined>)) {
    const pieces: Buffer[] = [];
    for await (const piece of body) pieces.push(piece);
    files.push([name, Buffer.concat(pieces)]);
  }
  change(files);
  return Buffer.concat([...files.flatMap(([name, bytes]) => [tarHeader(name, bytes.length, 0), bytes, tarPadding(bytes.length)]), tarEnd()]);
}
type Told = { form: number; show: { id: string }; recording: { segments: { file: string; sha256: string; bytes: number }[] } };
const retold = (change: (manifest: Told) => void): Promise<Buffer> =>
  remade((files) => {
    const manifest = JSON.parse(files[0]?.[1].toString() ?? '') as Told;
    change(manifest);
    files[0] = ['manifest.json', Buffer.from(JSON.stringify(manifest))];
  });

let made = 0;
async function command(type: string, payload: object = {}): Promise<void> {
  expect((await here.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: `carried-${made++}-x`, type, payload })).status).toBe(200);
}

beforeAll(async () => {
  [here, there] = await Promise.all([startServer(), startServer()]);
  const listings = Array.from({ length: 3 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 1_000 }));
  await here.call('POST', '/api/v1/shows', { id: SHOW, title: TITLE, currency: 'CNY', host: '小雅', listings });
  await command('show.start', { reason: 'test' });
  await command('listing.take', { listingId: 'L1', seenOnAir: null });
  const mix = roomMix({ seed: 5, viewers: 200, skus: 3, startAt: Date.now(), stepMs: 0.01 });
  for (let i = 0; i < 10; i++) await here.send(SHOW, Array.from({ length: 400 }, () => mix.next().value as object), { 'x-producer': 'douyin' });
});
afterAll(() => Promise.all([here.stop(), there.stop()]));

describe('a recording as one file', () => {
  it('is there once its show has ended and is written down', async () => {
    expect(await at(here, '/recording').then((reply) => reply.json<Problem>())).toMatchObject({ code: 'WRONG_STATE', params: { state: 'notEnded' }, detail: expect.stringContaining('end it first') as unknown });
    expect((await exported(here, 'nobody')).status).toBe(404);
    await command('show.end');
    for (;;) {
      const { status, headers, body } = await exported(here);
      if (status === 200) {
        expect(headers.get('content-type')).toBe('application/x-tar');
        expect(headers.get('content-disposition')).toBe(`attachment; filename="carried.changkong.tar"; filename*=UTF-8''${encodeURIComponent('双11 主场')}.changkong.tar`);
        file = body;
        break;
      }
      expect(JSON.parse(body.toString())).toMatchObject({ code: 'OVERLOADED' });
      await wait(200);
    }
    const names: string[] = [];
    for await (const { name, body } of readTar([file][Symbol.iterator]() as unknown as AsyncIterator<Buffer, undefined>)) {
      names.push(name);
      for await (const piece of body) void piece;
    }
    expect(names[0]).toBe('manifest.json');
    // What hosting would go on from stays where it is hosted.
    expect(names.slice(1).sort()).toEqual(readdirSync(join(folderOf(here), SHOW)).filter((name) => name !== 'manifest.json' && !name.endsWith('.tally.gz')).sort());
  });

  it('is not made of a segment that is damaged: it is named', async () => {
    const segment = join(folderOf(here), SHOW, readdirSync(join(folderOf(here), SHOW)).find((name) => /^\d+-[\d.]+-[\d.]+\.parquet$/.test(name)) ?? '');
    const name = segment.split('/').at(-1) ?? '';
    const bytes = readFileSync(segment);
    const refused = async (): Promise<unknown> => JSON.parse((await exported(here)).body.toString());
    renameSync(segment, `${segment}.away`);
    expect(await refused()).toMatchObject({ code: 'WRONG_STATE', params: { state: 'damaged', file: name }, detail: expect.stringContaining(`${name} is missing`) as unknown });
    renameSync(`${segment}.away`, segment);
    truncateSync(segment, bytes.length - 1);
    expect(await refused()).toMatchObject({ detail: expect.stringContaining('not as long') as unknown });
    appendFileSync(segment, 'x');
    expect(await refused()).toMatchObject({ detail: expect.stringContaining('other bytes') as unknown });
    writeFileSync(segment, bytes);
    expect((await exported(here)).status).toBe(200);
  });
});

describe('a file that is no whole recording', () => {
  const refused = async (body: Buffer, what: string, code = 'INVALID'): Promise<Problem> => {
    const { problem } = await bring(body);
    expect([what, problem.code, problem.params?.['what'] ?? '']).toEqual([what, code, what]);
    expect(shelved(there)).toEqual([]);
    await expect.poll(() => listed(there)).toEqual([]);
    return problem;
  };

  it('is refused, says what is wrong with it and what to do, and leaves nothing', async () => {
    await refused(Buffer.alloc(0), 'notRecording');
    await refused(Buffer.from('orderId,amount\n1,2\n'.repeat(500)), 'notRecording');
    await refused(await remade((files) => files.shift()), 'notRecording');
    await refused(await remade((files) => (files[0] = ['manifest.json', Buffer.from('{"segments":[]}')])), 'notRecording');
    await refused(await remade((files) => files.push(['more.txt', Buffer.from('more')])), 'notRecording');
    await refused(await remade((files) => files.reverse()), 'notRecording');
    for (const end of [700, file.length / 2, file.length - 1_024 - 1]) expect((await refused(file.subarray(0, end), 'truncated')).detail).toContain('Download the recording again');
    await refused(await remade((files) => files.pop()), 'truncated');
    const changed = Buffer.from(file);
    changed[file.length - 3_000] = (changed[file.length - 3_000] ?? 0) ^ 1;
    expect((await refused(changed, 'changed')).params?.['file']).toMatch(/\.(parquet|gz)$/);
    expect((await refused(await retold((manifest) => (manifest.form = 2)), 'newer')).detail).toContain('Update this server');
    await refused(await retold((manifest) => (manifest.show.id = 'another')), 'unreadable');
    expect(begun(there)).toEqual([]);
  });

  it('names no place outside its folder', async () => {
    for (const name of ['../../escaped.parquet', '/tmp/escaped.parquet', 'manifest.json']) {
      await refused(await retold(({ recording }) => void (recording.segments[0] && (recording.segments[0].file = name))), 'notRecording');
    }
    await refused(await retold((manifest) => (manifest.show.id = '../escaped')), 'notRecording');
    // The name in the archive itself says nothing but that it is the one expected.
    await refused(await remade((files) => void (files[1] && (files[1][0] = `../${files[1][0]}`))), 'notRecording');
    expect(readdirSync(there.dataDir)).not.toContain('escaped.parquet');
  });

  it('is larger than a recording may be', async () => {
    await refused(await retold(({ recording }) => void (recording.segments[0] && (recording.segments[0].bytes = 64 * 1024 ** 3))), '', 'TOO_LARGE');
  });

  it('is there in part when the server is killed: nothing reads that as a recording', async () => {
    const upload = request(`${there.url}/api/v1/recordings`, { method: 'POST', headers: { ...KEY, 'content-type': 'application/x-tar', 'content-length': file.length } });
    const broken = new Promise((resolve) => upload.once('error', resolve));
    upload.write(file.subarray(0, file.length - 2_000));
    await expect.poll(() => begun(there).length).toBe(1);
    await there.kill();
    await broken;
    await there.start();
    expect(shelved(there)).toEqual([]);
    expect(await listed(there)).toEqual([]);
    expect((await at(there, '/review')).status).toBe(404);
  });
});

describe('a recording brought elsewhere', () => {
  it('is brought by admins alone, and opens as it did', async () => {
    const controller = await makeMember(there, 'controller', []);
    expect((await bring(file, controller.headers)).status).toBe(403);
    const { status, show } = await bring(file);
    expect([status, show.id, show.title, show.status]).toEqual([201, SHOW, TITLE, 'ended']);
    expect(shelved(there)).toEqual([SHOW]);
    expect((await there.call('GET', '/api/v1/access-log')).json<AccessEntry[]>()[0]).toMatchObject({ what: 'recording-imported', who: 'ADMIN_KEY', detail: `${TITLE} (${SHOW})` });

    for (const rest of ['/review', '/series?metrics=gmv,online&step=1', '/review/slice', '/review/slice?source=paid', '/review/slice?listing=L1', '/export?format=csv&table=listings', '/export?format=csv&table=sources']) {
      const [ours, theirs] = await Promise.all([at(here, rest), at(there, rest)]);
      expect([rest, ours.status, theirs.status]).toEqual([rest, 200, 200]);
      // There it says besides that there is nothing but the recording.
      expect([rest, theirs.text.replace(/,"recorded":true}$/, '}')]).toEqual([rest, ours.text]);
    }
    const { show: { startedAt }, recorded } = (await at(there, '/review')).json<ReviewView>();
    expect(recorded).toBe(true);
    for (const moment of [0, startedAt ?? 0, (startedAt ?? 0) + 500]) expect((await at(there, `/playback?at=${moment}`)).text).toBe((await at(here, `/playback?at=${moment}`)).text);
    const lines = async (server: TestServer): Promise<string[]> => (await at(server, '/journal?limit=100000')).text.trim().split('\n');
    expect(await lines(there)).toEqual(await lines(here));
    expect((await lines(there)).length).toBeGreaterThan(4_000);
  });

  it('is in the list with what it came to, ended', async () => {
    const [show] = await listed(there);
    expect(show).toMatchObject({ id: SHOW, title: TITLE, status: 'ended', host: '小雅' });
    const { metrics } = (await at(here, '/review')).json<ReviewView>();
    expect(show?.recorded?.metrics).toEqual(metrics);
    expect((await listed(here)).map(({ recorded }) => recorded)).toEqual([undefined]);
    const analyst = await makeMember(there, 'analyst', []);
    expect((await analyst.call('GET', '/api/v1/shows')).text).toBe('[]');
    await there.halt();
    await there.start();
    await expect.poll(() => listed(there)).toEqual([show]);
  });

  it('is not written over: not by itself, and not in the place of a show that is there', async () => {
    expect((await bring(file)).problem).toMatchObject({ status: 409, code: 'ID_REUSED', params: { id: SHOW } });
    const before = createHash('sha256').update(readFileSync(join(folderOf(there), SHOW, 'manifest.json'))).digest('hex');
    const other = await retold((manifest) => (manifest.show.id = 'planned'));
    await there.call('POST', '/api/v1/shows', { id: 'planned', title: '还没播', currency: 'CNY' });
    expect((await bring(other)).problem.code).toBe('ID_REUSED');
    expect(createHash('sha256').update(readFileSync(join(folderOf(there), SHOW, 'manifest.json'))).digest('hex')).toBe(before);
  });

  it('is exported again as the same recording, and one at a time is brought', async () => {
    const again = await exported(there);
    expect([again.status, again.body.length]).toEqual([200, file.length]);
    const upload = request(`${there.url}/api/v1/recordings`, { method: 'POST', headers: { ...KEY, 'content-type': 'application/x-tar', 'content-length': file.length } });
    const broken = new Promise((resolve) => upload.once('error', resolve));
    const places = unfinished(there).length;
    upload.write(file.subarray(0, 100));
    await expect.poll(() => unfinished(there).length).toBe(places + 1);
    expect((await bring(file)).problem.code).toBe('OVERLOADED');
    upload.destroy();
    await broken;
    await expect.poll(() => unfinished(there).length).toBe(places);
  });

  it('is deleted as any other, and can be brought again', async () => {
    for (const confirm of ['', '?confirm=', '?confirm=another']) expect((await there.call('DELETE', `/api/v1/shows/${SHOW}/recording${confirm}`)).json<Problem>()).toMatchObject({ code: 'INVALID', detail: expect.stringContaining(`This takes ${TITLE} away`) as unknown });
    expect((await there.call('DELETE', `/api/v1/shows/${SHOW}/recording?confirm=${SHOW}`)).status).toBe(204);
    expect((await there.call('GET', '/api/v1/access-log')).json<AccessEntry[]>()[0]).toMatchObject({ what: 'recording-deleted', detail: `${TITLE} (${SHOW})` });
    expect(shelved(there)).toEqual([]);
    expect((await listed(there)).map(({ id }) => id)).toEqual(['planned']);
    expect((await at(there, '/review')).status).toBe(404);
    expect((await bring(file)).status).toBe(201);
    expect((await at(there, '/review')).status).toBe(200);
  });

  it('is not put into a folder that somebody else has begun', async () => {
    expect((await there.call('DELETE', `/api/v1/shows/${SHOW}/recording?confirm=${SHOW}`)).status).toBe(204);
    mkdirSync(join(folderOf(there), SHOW));
    writeFileSync(join(folderOf(there), SHOW, 'begun.parquet'), 'by another process');
    expect((await bring(file)).problem.code).toBe('ID_REUSED');
    expect(readdirSync(join(folderOf(there), SHOW))).toEqual(['begun.parquet']);
  });

  it('is refused where the disk is full, and leaves nothing', async () => {
    const shelf = await Shelf.open(mkdtempSync(join(there.dataDir, 'full-')));
    const intake = new Intake({ store: { shows: { get: () => Promise.resolve(undefined) } }, shelf, analyst: { shelved: () => Promise.resolve(undefined) }, note: () => undefined });
    // What is written at the end goes to a disk that takes nothing.
    const pieces = (function* () {
      yield file.subarray(0, file.length - 2_000);
      for (const name of readdirSync(shelf.folder).filter((each) => each.startsWith('.unfinished-'))) symlinkSync('/dev/full', join(shelf.folder, name, 'manifest.json'));
      yield file.subarray(file.length - 2_000);
    })() as unknown as AsyncIterator<Buffer, undefined>;
    await expect(intake.take(pieces, { name: 'A' }, { address: '' })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', extra: { status: 507, params: { what: 'diskFull' } } });
    expect(readdirSync(shelf.folder)).toEqual(['.place']);
  });
});
