import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { createServer, request as secureRequest, type RequestOptions } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate, type Pair } from '../../server/tls/certificate.ts';
import type { ServerView } from '../../shared/protocol/access.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

interface Got {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
const DAY = 86_400_000;
const serial = (): Buffer => Buffer.concat([Buffer.from([1]), randomBytes(15)]);
const lan = Object.values(networkInterfaces()).flatMap((list) => list ?? []).find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

function get(url: string, options: RequestOptions = {}, body?: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? secureRequest : plainRequest;
    const request = send(url, { agent: false, ...options }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
const portOf = (server: TestServer): string => new URL(server.url).port;
const pemOf = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;

describe('a server that is open to the local network', () => {
  let server: TestServer;
  let ca: string;
  const at = (host: string): string => `https://${host}:${portOf(server)}`;
  beforeAll(async () => {
    server = await startServer({ env: { HOST: '0.0.0.0', TLS_SELF: 'on' } });
    ca = pemOf((await get(`http://127.0.0.1:${portOf(server)}/ca.crt`)).body);
  });
  afterAll(() => server.stop());

  it('speaks https under every name it has, to whoever trusts what it offers, and to nobody else', async () => {
    for (const host of ['127.0.0.1', 'localhost', ...(lan === undefined ? [] : [lan])]) {
      expect((await get(`${at(host)}/readyz`, { ca })).status).toBe(200);
      await expect(get(`${at(host)}/readyz`)).rejects.toThrow(/certificate/);
    }
    expect(statSync(join(server.dataDir, 'tls', 'authority.key')).mode & 0o777).toBe(0o600);
  });

  it('cannot speak for a site of the internet, though its authority is trusted and its key is stolen', async () => {
    const stolen: Pair = { cert: readFileSync(join(server.dataDir, 'tls', 'authority.crt'), 'utf8'), key: readFileSync(join(server.dataDir, 'tls', 'authority.key'), 'utf8') };
    const forged = makeCertificate(stolen, ['bank.example.com'], { from: Date.now() - DAY, to: Date.now() + DAY }, serial());
    const thief = createServer({ cert: forged.cert + stolen.cert, key: forged.key }, (_request, response) => response.end());
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const address = thief.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(get(`https://127.0.0.1:${port}/`, { ca, servername: 'bank.example.com', headers: { host: 'bank.example.com' } })).rejects.toThrow(/permitted subtree/);
    thief.close();
  });

  it('signs in with a cookie that travels encrypted only', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ token: ADMIN_KEY });
    const cookie = (await get(`${at('127.0.0.1')}/api/v1/session`, { ca, method: 'POST', headers }, body)).headers['set-cookie']?.join() ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    expect(cookie).toMatch(/SameSite=Strict/);
    // Nothing binds a browser to https here: what was trusted by hand can be taken back.
    expect((await get(`${at('127.0.0.1')}/`, { ca })).headers['strict-transport-security']).toBeUndefined();
  });

  it('speaks wss', async () => {
    const socket: Socket = io(at('localhost'), { transports: ['websocket'], auth: { token: ADMIN_KEY }, ca, reconnection: false });
    const answer: unknown = await new Promise((resolve, reject) => {
      socket.on('connect_error', reject);
      socket.on('connect', () => void socket.emit('clock:ask', {}, resolve));
    });
    expect(answer).toMatchObject({ ok: true });
    socket.disconnect();
  });

  it("answers this machine's own programs without TLS as before, sockets too", async () => {
    const plain = `http://127.0.0.1:${portOf(server)}`;
    expect((await get(`${plain}/api/v1/shows`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).status).toBe(200);
    const socket: Socket = io(plain, { transports: ['websocket'], auth: { token: ADMIN_KEY }, reconnection: false });
    await new Promise((resolve, reject) => {
      socket.on('connect', () => resolve(undefined));
      socket.on('connect_error', reject);
    });
    socket.disconnect();
    const cookie = (await get(`${plain}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' } }, JSON.stringify({ token: ADMIN_KEY }))).headers['set-cookie']?.join() ?? '';
    expect(cookie).not.toMatch(/Secure/);
  });

  it.runIf(lan !== undefined)('sends other devices on to https, and shows them unencrypted only what to trust', async () => {
    const plain = `http://${lan}:${portOf(server)}`;
    const sent = await get(`${plain}/pair?x=1`);
    expect(sent.status).toBe(308);
    expect(sent.headers.location).toBe(`https://${lan}:${portOf(server)}/pair?x=1`);
    expect((await get(`${plain}/api/v1/shows`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).status).toBe(308);
    expect((await get(`${plain}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' } }, JSON.stringify({ token: ADMIN_KEY }))).status).toBe(308);
    expect((await get(`${plain}/ca.crt`, { method: 'POST' })).status).toBe(308);
    const offered = await get(`${plain}/ca.crt`);
    expect(offered.headers['content-type']).toBe('application/x-x509-ca-cert');
    expect(pemOf(offered.body)).toBe(ca);
    const socket: Socket = io(plain, { transports: ['websocket'], auth: { token: ADMIN_KEY }, reconnection: false });
    await new Promise((resolve) => socket.on('connect_error', resolve));
  });

  it('says under Settings what a tablet shows of it, and where the way in is', async () => {
    const view = JSON.parse((await get(`http://127.0.0.1:${portOf(server)}/api/v1/server`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).body.toString()) as ServerView;
    const authority = await peer(server).then(({ issuerCertificate }) => issuerCertificate);
    expect(view).toMatchObject({ tls: true, fingerprint: authority.fingerprint256 });
    for (const address of view.addresses) expect(address).toMatch(/^https:/);
    expect(server.printed()).toContain(authority.fingerprint256);
  });

  it('ends in time though a line has never said a word', async () => {
    const own = await startServer({ env: { HOST: '0.0.0.0', TLS_SELF: 'on' } });
    const mute = connectPlain(Number(portOf(own)), '127.0.0.1');
    const closed = new Promise((resolve) => mute.on('close', resolve));
    // A line may be cut with a farewell or without.
    const cut: unknown[] = [];
    mute.on('error', (error: NodeJS.ErrnoException) => cut.push(error.code));
    await new Promise((resolve) => mute.on('connect', resolve));
    await own.stop();
    await closed;
    expect(['', 'ECONNRESET']).toContain(cut.join());
  });
});

const peer = (server: TestServer, ca?: string): Promise<PeerCertificate & { issuerCertificate: PeerCertificate }> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: Number(portOf(server)), host: '127.0.0.1', rejectUnauthorized: false, ...(ca === undefined ? {} : { ca }) }, () => {
      resolve(socket.getPeerCertificate(true));
      socket.end();
    });
    socket.on('error', reject);
  });

describe('a server with a certificate that it was given', () => {
  let dir: string;
  beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'ck-given-'))));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const term = { from: Date.now() - DAY, to: Date.now() + DAY };
  const files = (name: string): { TLS_CERT: string; TLS_KEY: string } => ({ TLS_CERT: join(dir, `${name}.crt`), TLS_KEY: join(dir, `${name}.key`) });

  it('shows that one, also where it might make one, and offers nothing to trust', async () => {
    const authority = makeAuthority('A studio', [], term, serial());
    const { cert, key } = makeCertificate(authority, ['localhost', '127.0.0.1'], term, serial());
    writeFileSync(files('a').TLS_CERT, cert);
    writeFileSync(files('a').TLS_KEY, key);
    const server = await startServer({ env: { TLS_SELF: 'on', ...files('a') } });
    const answer = await get(`https://127.0.0.1:${portOf(server)}/ca.crt`, { ca: authority.cert });
    expect(answer.status).toBe(204);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age/);
    await server.stop();
  });

  it('does not start with files that are missing or do not belong together, and says which', async () => {
    await expect(startServer({ env: files('nowhere') })).rejects.toThrow(/TLS_CERT=".*nowhere\.crt" is not usable/);
    writeFileSync(files('b').TLS_CERT, makeAuthority('A studio', [], term, serial()).cert);
    writeFileSync(files('b').TLS_KEY, makeAuthority('Another', [], term, serial()).key);
    await expect(startServer({ env: files('b') })).rejects.toThrow(/TLS_CERT=".*b\.crt" is not usable/);
  });
});
