import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeLock } from '../../server/setup/lock.js';
import { birthOf, know, record, stopRecorded } from '../../server/setup/processes.js';
import { redisServerPath } from '../../server/setup/redis-find.js';
import { ask } from '../../server/setup/resp.js';
import { startRedis } from '../support/redis.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ck-parts-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** A program that lives until it is told to end; `stubborn` does not listen. */
async function bystander(stubborn = false) {
  const script = `${stubborn ? 'process.on("SIGTERM", () => undefined);' : ''} console.log("up"); setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  return { child, pid: child.pid ?? 0, exited };
}

describe('a pid file', () => {
  it('ends the process that it names', async () => {
    const { pid, exited } = await bystander();
    const file = join(dir, 'a.json');
    record(file, pid);
    expect(await stopRecorded(file, 5_000)).toBe(true);
    await exited;
    expect(await stopRecorded(file, 5_000)).toBe(false);
  });

  it('ends one that does not listen, after its time', async () => {
    const { pid, exited } = await bystander(true);
    const file = join(dir, 'a.json');
    record(file, pid);
    expect(await stopRecorded(file, 200)).toBe(true);
    expect(await exited).toEqual([null, 'SIGKILL']);
  });

  it('never touches another program that was given the same pid', async () => {
    const { child, pid, exited } = await bystander();
    const file = join(dir, 'a.json');
    writeFileSync(file, JSON.stringify({ ...know(pid), born: 'another boot 1' }));
    expect(await stopRecorded(file, 5_000)).toBe(false);
    expect(birthOf(pid)).toBeDefined();
    child.kill();
    await exited;
  });

  it.each(['', '{', '[]', 'null', '{"pid":-1,"born":"x"}', '{"pid":0,"born":"x"}', '{"pid":"7","born":"x"}'])('with %j in it names nobody', async (text) => {
    const file = join(dir, 'a.json');
    writeFileSync(file, text);
    expect(await stopRecorded(file, 5_000)).toBe(false);
  });
});

describe('the lock of a data folder', () => {
  const quiet = () => undefined;

  /** Another process that tries for the lock, says how that went, and stays. */
  const contender = () => {
    const script = `
      import { takeLock } from ${JSON.stringify(new URL('../../server/setup/lock.js', import.meta.url).href)};
      await takeLock(${JSON.stringify(dir)}, () => undefined).then(() => console.log('got it'), () => console.log('refused'));
      setInterval(() => undefined, 1000);`;
    return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  };

  it('is held by one at a time, and names the address of its holder', async () => {
    const lock = await takeLock(dir, quiet);
    lock.announce('http://127.0.0.1:4600');
    await expect(takeLock(dir, quiet)).rejects.toThrow(/already running: http:\/\/127\.0\.0\.1:4600/);
    lock.release();
    (await takeLock(dir, quiet)).release();
  });

  it('goes to exactly one of many who find a dead holder', async () => {
    const { child, pid, exited } = await bystander();
    const lock = await takeLock(dir, quiet);
    lock.release();
    record(join(dir, 'run', 'launcher.json'), pid);
    child.kill('SIGKILL');
    await exited;
    const contenders = Array.from({ length: 6 }, () => contender());
    try {
      const answers = await Promise.all(contenders.map(async ({ stdout }) => String(await once(stdout, 'data'))));
      expect(answers.map((answer) => answer.trim()).sort()).toEqual(['got it', 'refused', 'refused', 'refused', 'refused', 'refused']);
    } finally {
      for (const other of contenders) other.kill('SIGKILL');
    }
  });

  it('is not kept by half a record', async () => {
    (await takeLock(dir, quiet)).release();
    writeFileSync(join(dir, 'run', 'launcher.json'), '{"pid":');
    (await takeLock(dir, quiet)).release();
  });
});

describe('the private Redis', () => {
  it('listens on no port and keeps what was written through a crash', async () => {
    const redis = await startRedis({ appendfsync: 'always' });
    try {
      const address = { path: redis.socket };
      expect(await ask(address, ['SET', 'a', '1'])).toBe('+OK');
      await redis.kill();
      await expect(ask(address, ['PING'])).rejects.toThrow();
      await redis.restart();
      expect(await ask(address, ['INCR', 'a'])).toBe(':2');
      const client = new Redis(redis.socket);
      expect(await client.config('GET', 'port')).toEqual(['port', '0']);
      await client.quit();
    } finally {
      await redis.stop();
    }
  });

  it('takes a loopback port with a password where the folder has too long a path for a socket', async () => {
    const redis = await startRedis({ dir: join(dir, 'x'.repeat(120)) });
    try {
      const url = new URL(redis.url);
      expect(url.hostname).toBe('127.0.0.1');
      expect(await ask({ host: url.hostname, port: Number(url.port), password: url.password }, ['PING'])).toBe('+PONG');
      expect(await ask({ host: url.hostname, port: Number(url.port), password: 'guess' }, ['PING'])).toMatch(/^-NOAUTH/);
    } finally {
      await redis.stop();
    }
  });
});

describe('looking for a Redis', () => {
  it('passes over one on PATH that is too old', async () => {
    const old = join(dir, 'valkey-server');
    writeFileSync(old, '#!/bin/sh\necho "Redis server v=6.0.16 sha=00000000:0"\n', { mode: 0o755 });
    vi.stubEnv('PATH', `${dir}:${process.env['PATH'] ?? ''}`);
    expect(await redisServerPath()).not.toBe(old);
    writeFileSync(old, '#!/bin/sh\necho "Redis server v=6.2.0 sha=00000000:0"\n');
    expect(await redisServerPath()).toBe(old);
  });

  it('gives up with install lines and 78 where there is none and no apt', async () => {
    vi.stubEnv('PATH', dir);
    vi.stubEnv('XDG_CACHE_HOME', dir);
    await expect(redisServerPath()).rejects.toMatchObject({ exitCode: 78, message: expect.stringMatching(/apt-get install[^]*brew install[^]*docker run/) });
  });
});
