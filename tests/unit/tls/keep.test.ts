import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepCertificate, type Kept } from '../../../server/tls/keep.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T04:00:00Z');
const NAMES = ['localhost', '127.0.0.1', '192.168.1.20', 'studio', 'studio.local'];

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'ck-tls-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const keep = (now = NOW, names = NAMES): Kept => keepCertificate(dir, names, now);
const own = ({ cert }: Kept): X509Certificate => new X509Certificate(cert);

describe('a certificate of our own making', () => {
  it('is good for every name of the machine, for a time that tablets accept, by an authority that signed it', () => {
    const kept = keep();
    const cert = own(kept);
    const authority = new X509Certificate(kept.authority);
    for (const name of NAMES) expect(/^\d/.test(name) ? cert.checkIP(name) : cert.checkHost(name)).toBe(name);
    expect(cert.checkHost('shop.example.com')).toBeUndefined();
    expect(cert.checkIssued(authority)).toBe(true);
    expect(cert.verify(authority.publicKey)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(cert.ca).toBe(false);
    expect(cert.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(Date.parse(cert.validTo) - Date.parse(cert.validFrom)).toBeLessThan(825 * DAY);
    expect(Date.parse(cert.validFrom)).toBeLessThan(NOW);
    expect(kept.fingerprint).toBe(authority.fingerprint256);
    expect(kept.cert.endsWith(kept.authority)).toBe(true);
  });

  it('stays the same from start to start, its keys readable by nobody else', () => {
    const first = keep();
    expect(keep(NOW + 100 * DAY)).toEqual(first);
    for (const name of ['server.key', 'authority.key']) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('is renewed a month before it ends, and devices need not trust anew', () => {
    const first = keep();
    const almost = keep(Date.parse(own(first).validTo) - 31 * DAY);
    expect(almost.cert).toBe(first.cert);
    const next = keep(Date.parse(own(first).validTo) - 29 * DAY);
    expect(next.cert).not.toBe(first.cert);
    expect(next.key).not.toBe(first.key);
    expect(next.authority).toBe(first.authority);
    expect(Date.parse(own(next).validTo)).toBeGreaterThan(Date.parse(own(first).validTo) + 360 * DAY);
    const expired = keep(Date.parse(own(next).validTo) + DAY);
    expect(own(expired).verify(new X509Certificate(first.authority).publicKey)).toBe(true);
    expect(Date.parse(own(expired).validTo)).toBeGreaterThan(Date.parse(own(next).validTo));
  });

  it('gets a new authority before the old one could sign something that outlives it', () => {
    const first = keep();
    const end = Date.parse(new X509Certificate(first.authority).validTo);
    const late = keep(end - 400 * DAY);
    expect(late.authority).not.toBe(first.authority);
    expect(new X509Certificate(late.authority).subject).not.toBe(new X509Certificate(first.authority).subject);
    expect(own(late).verify(new X509Certificate(late.authority).publicKey)).toBe(true);
  });

  it('follows the machine to another network under the same authority', () => {
    const first = keep();
    const moved = keep(NOW, ['localhost', '127.0.0.1', '10.9.8.7', 'studio', 'studio.local']);
    expect(own(moved).checkIP('10.9.8.7')).toBe('10.9.8.7');
    expect(own(moved).checkIP('192.168.1.20')).toBeUndefined();
    expect(moved.authority).toBe(first.authority);
  });

  it('gets an authority that may speak for an address of the internet only where the machine has one', () => {
    const first = keep();
    const open = keep(NOW, [...NAMES, '203.0.113.7']);
    expect(open.authority).not.toBe(first.authority);
    expect(keep(NOW, [...NAMES, '203.0.113.7'])).toEqual(open);
  });

  it.each(['server.key', 'server.crt', 'authority.key', 'authority.crt'])('is made anew where %s is broken, and never shown with another key', (file) => {
    keep();
    chmodSync(join(dir, file), 0o600);
    writeFileSync(join(dir, file), readFileSync(join(dir, file), 'utf8').slice(0, 90));
    const next = keep();
    expect(own(next).verify(new X509Certificate(next.authority).publicKey)).toBe(true);
    expect(keep()).toEqual(next);
  });
});
