import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { bits, integer, moment, numbered, objectId, octets, primitive, sequence, setOf, truth, utf8 } from './der.ts';
import { PRIVATE_NETWORKS } from './networks.ts';

/** A certificate and its private key, both PEM. */
export interface Pair {
  cert: string;
  key: string;
}

/** From and to, Unix ms. */
export interface Term {
  from: number;
  to: number;
}

const ECDSA_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const EXTENSION = { subjectKey: '2.5.29.14', keyUsage: '2.5.29.15', altNames: '2.5.29.17', basic: '2.5.29.19', nameConstraints: '2.5.29.30', authorityKey: '2.5.29.35', extendedKeyUsage: '2.5.29.37' };

const nameOf = (text: string): Buffer => sequence(setOf(sequence(objectId(COMMON_NAME), utf8(text))));
const extension = (id: string, critical: boolean, value: Buffer): Buffer => sequence(objectId(id), ...(critical ? [truth()] : []), octets(value));
const pem = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
/** What tells keys apart: the hash of the public key's own bits, which end its description (RFC 5280, 4.2.1.2). */
const keyIdOf = (key: KeyObject): Buffer => createHash('sha1').update(spkiOf(key).subarray(-65)).digest();
const ipv4 = (text: string): Buffer => Buffer.from(text.split('.').map(Number));

/** All addresses that have the first so many bits of this one, as a certificate names them: the address and its mask. */
function network(address: string, fixed: number): Buffer {
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE((0xffff_ffff << (32 - fixed)) >>> 0);
  return Buffer.concat([ipv4(address), mask]);
}

function newKey(): { key: string; publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey };
}

interface Body {
  issuer: string;
  subject: string;
  publicKey: KeyObject;
  term: Term;
  serial: Buffer;
  extensions: readonly Buffer[];
}

/** A certificate by RFC 5280, version 3. */
function signed({ issuer, subject, publicKey, term, serial, extensions }: Body, issuerKey: string): string {
  const body = sequence(
    numbered(0, integer(Buffer.from([2]))), integer(serial), ECDSA_SHA256, nameOf(issuer), sequence(moment(term.from), moment(term.to)),
    nameOf(subject), spkiOf(publicKey), numbered(3, sequence(...extensions)),
  );
  return pem(sequence(body, ECDSA_SHA256, bits(sign('sha256', body, createPrivateKey(issuerKey)))));
}

/**
 * An authority that a tablet can be told to trust. It can speak for private networks, for this machine's names and `.local`, and for
 * nothing else, so that whoever steals its key gains no site of the internet.
 * @param names host names and IPv4 addresses besides those, which it may speak for. @param serial 16 random bytes
 */
export function makeAuthority(subject: string, names: readonly string[], term: Term, serial: Buffer): Pair {
  const { key, publicKey } = newKey();
  const networks = [...PRIVATE_NETWORKS, ...names.filter(isIPv4).map((address) => [address, 32] as const)];
  const hosts = ['localhost', 'local', ...names.filter((name) => !isIPv4(name) && !isIPv6(name))];
  const allowed = [
    ...[...new Set(hosts)].map((host) => sequence(primitive(2, Buffer.from(host)))),
    ...networks.map(([address, fixed]) => sequence(primitive(7, network(address, fixed)))),
  ];
  const extensions = [
    extension(EXTENSION.basic, true, sequence(truth(), integer(Buffer.from([0])))),
    extension(EXTENSION.keyUsage, true, bits(Buffer.from([0b0000_0100]), 2)),
    extension(EXTENSION.nameConstraints, true, sequence(numbered(0, ...allowed))),
    extension(EXTENSION.subjectKey, false, octets(keyIdOf(publicKey))),
  ];
  return { key, cert: signed({ issuer: subject, subject, publicKey, term, serial, extensions }, key) };
}

/** A server's certificate, good for these host names and IPv4 addresses, by an authority. @param serial 16 random bytes */
export function makeCertificate(authority: Pair, names: readonly string[], term: Term, serial: Buffer): Pair {
  const { key, publicKey } = newKey();
  const by = new X509Certificate(authority.cert);
  const alternatives = names.map((name) => (isIPv4(name) ? primitive(7, ipv4(name)) : primitive(2, Buffer.from(name))));
  const extensions = [
    extension(EXTENSION.basic, true, sequence()),
    extension(EXTENSION.keyUsage, true, bits(Buffer.from([0b1000_0000]), 7)),
    extension(EXTENSION.extendedKeyUsage, false, sequence(objectId(SERVER_AUTH))),
    extension(EXTENSION.altNames, false, sequence(...alternatives)),
    extension(EXTENSION.authorityKey, false, sequence(primitive(0, keyIdOf(createPublicKey(by.publicKey.export({ type: 'spki', format: 'pem' })))))),
    extension(EXTENSION.subjectKey, false, octets(keyIdOf(publicKey))),
  ];
  const issuer = by.subject.replace(/^CN=/, '');
  return { key, cert: signed({ issuer, subject: names[0] ?? 'localhost', publicKey, term, serial, extensions }, authority.key) };
}
