import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { birthOf } from '../../server/setup/processes.js';
import { lanAddresses } from '../../server/config.ts';
import { isServing, launch, pidOf, placeAt, serving, type Launcher, type Place } from '../support/launcher.ts';

/** INTERFACE.md: a stop takes at most 5 s. The rest is for a machine that others use. */
const STOP_MS = 5_000;

/** Where the network reaches this machine: the machine itself where it has none. */
const ownAddress = new URL(lanAddresses({ host: '0.0.0.0', tls: 'own' }, 443)[0] ?? 'https://127.0.0.1').hostname;

let place: Place;
let launchers: Launcher[];

beforeEach(async () => {
  place = await placeAt(mkdtempSync(join(tmpdir(), 'ck-start-')));
  launchers = [];
});

afterEach(async () => {
  for (const launcher of launchers) launcher.process.kill('SIGTERM');
  await Promise.all(launchers.map((launcher) => launcher.ended));
  rmSync(place.dataDir, { recursive: true, force: true });
});

function begin(env: Record<string, string> = {}, through: 'node' | 'npm' = 'node'): Launcher {
  const launcher = launch(place, env, through);
  launchers.push(launcher);
  return launcher;
}

const alive = (pid: number): boolean => birthOf(pid) !== undefined;
const pids = () => ({ launcher: pidOf(place, 'launcher'), server: pidOf(place, 'server'), redis: pidOf(place, 'redis') });
const leftOf = (known: ReturnType<typeof pids>) => Object.entries(known).filter(([, pid]) => alive(pid));

describe('npm start', () => {
  it('ends everything in time on SIGTERM, Redis last, and leaves nothing behind', async () => {
    const launcher = begin();
    await serving(place, launcher);
    const known = pids();
    expect(leftOf(known)).toHaveLength(3);
    const began = performance.now();
    launcher.process.kill('SIGTERM');
    while (alive(known.server)) {
      expect(alive(known.redis)).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await launcher.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(STOP_MS);
    expect(leftOf(known)).toEqual([]);
    expect(readdirSync(join(place.dataDir, 'run'))).toEqual([]);
  });

  it('says that one is already running, and where, and leaves that one alone', async () => {
    const first = begin();
    await serving(place, first);
    const known = pids();
    const second = begin();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already running: ${place.address}`);
    expect(second.output()).toContain(place.dataDir);
    expect(await isServing(place)).toBe(true);
    expect(pids()).toEqual(known);
  });

  it('cleans up after a launcher that was killed', async () => {
    const first = begin();
    await serving(place, first);
    const known = pids();
    first.process.kill('SIGKILL');
    await vi.waitUntil(() => !alive(known.server), { timeout: 20_000 }); // it notices by itself
    expect(alive(known.redis)).toBe(true);
    const second = begin();
    await serving(place, second);
    expect(second.output()).toContain('left processes behind');
    expect(leftOf(known)).toEqual([]);
    expect(leftOf(pids())).toHaveLength(3);
  });

  it('cleans up when only Redis outlived the crash', async () => {
    const first = begin();
    await serving(place, first);
    const known = pids();
    process.kill(known.launcher, 'SIGKILL');
    process.kill(known.server, 'SIGKILL');
    await first.ended;
    const second = begin();
    await serving(place, second);
    expect(leftOf(known)).toEqual([]);
  });

  it('stops when the npm that started it is killed', async () => {
    const npm = begin({}, 'npm');
    await serving(place, npm);
    const known = pids();
    expect(known.launcher).not.toBe(npm.process.pid);
    npm.process.kill('SIGKILL');
    await vi.waitUntil(() => leftOf(known).length === 0, { timeout: 20_000 });
  });

  it('takes its exit code from a server that ends by itself, and stops Redis', async () => {
    const launcher = begin();
    await serving(place, launcher);
    const known = pids();
    process.kill(known.server, 'SIGKILL');
    expect(await launcher.ended).toBe(1);
    expect(launcher.output()).toContain('SIGKILL');
    expect(leftOf(known)).toEqual([]);
  });

  it('starts its Redis again when that dies, on the same data', async () => {
    const launcher = begin();
    await serving(place, launcher);
    const { redis, server } = pids();
    process.kill(redis, 'SIGKILL');
    await vi.waitUntil(() => pidOf(place, 'redis') !== redis, { timeout: 20_000 });
    await vi.waitUntil(async () => (await fetch(`${place.address}/readyz`)).ok, { timeout: 20_000, interval: 100 });
    expect(pids().server).toBe(server);
  });

  it('ends in time also while it is starting its Redis again', async () => {
    const launcher = begin();
    await serving(place, launcher);
    const { redis } = pids();
    process.kill(redis, 'SIGKILL');
    await vi.waitUntil(() => pidOf(place, 'redis') !== redis, { timeout: 20_000, interval: 5 });
    const known = pids();
    const began = performance.now();
    launcher.process.kill('SIGTERM');
    expect(await launcher.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(STOP_MS);
    expect(leftOf(known)).toEqual([]);
  });

  it.each([
    ['PORT', 'eighty', /65535/],
    ['PORT', '65536', /65535/],
    ['LOG_LEVEL', 'loud', /debug/],
    ['DEMO', 'maybe', /on, off/],
  ])('is stopped by %s=%s, naming it and what is allowed', async (variable, value, allowed) => {
    const launcher = begin({ [variable]: value });
    expect(await launcher.ended).not.toBe(0);
    expect(launcher.output()).toContain(variable);
    expect(launcher.output()).toContain(value);
    expect(launcher.output()).toMatch(allowed);
    expect(readdirSync(join(place.dataDir, 'run'))).toEqual([]);
  });

  it('with --lan speaks https to the network by a certificate it made, and says where and what to trust', async () => {
    const launcher = launch(place, {}, 'node', ['--lan']);
    launchers.push(launcher);
    await serving(place, launcher);
    const ca = readFileSync(join(place.dataDir, 'tls', 'authority.crt'));
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: place.port, path: '/readyz', ca, agent: false }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(200);
    expect(launcher.output()).toContain(`https://${ownAddress}:${String(place.port)}/pair`);
    expect(launcher.output()).toContain(`http://${ownAddress}:${String(place.port)}/tablet`);
    expect(launcher.output()).toContain(new X509Certificate(ca).fingerprint256);
    expect(launcher.output()).toContain(`http://127.0.0.1:${String(place.port)}/sign-in#`);
    expect(launcher.output()).not.toContain('unencrypted');
  });

  it('refuses a flag it does not know', async () => {
    const launcher = launch(place, {}, 'node', ['--lam']);
    expect(await launcher.ended).toBe(64);
    expect(launcher.output()).toContain('--lam');
    expect(launcher.output()).toContain('--lan ');
  });
});
