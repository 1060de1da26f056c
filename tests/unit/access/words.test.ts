import { describe, expect, it } from 'vitest';
import { Lately } from '../../../server/access/lately.ts';
import { Passwords } from '../../../server/access/passwords.ts';
import { roleIn } from '../../../server/access/staff.ts';
import { deviceOf, isSame, nameKeyOf, networkOf, newCode, newToken } from '../../../server/access/tokens.ts';
import { serve } from '../../../server/http/guard.ts';
import { isScreen } from '../../../shared/protocol/access.ts';

describe('a password', () => {
  const passwords = new Passwords();

  it('matches itself, in either Unicode form, and no other', async () => {
    const stored = await passwords.hash('café 场控 2026');
    expect(stored).toMatch(/^\$argon2id\$/);
    expect(await passwords.matches(stored, 'cafe\u0301 场控 2026')).toBe(true);
    expect(await passwords.matches(stored, 'cafe 场控 2026')).toBe(false);
    expect(await passwords.hash('café 场控 2026')).not.toBe(stored);
  });

  it('of nobody matches nothing, not even what stands in for it', async () => {
    expect(await passwords.matches(undefined, 'nobody has this password')).toBe(false);
  });

  it('is hashed a few at a time; a crowd is sent away at once', async () => {
    const crowd = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.hash('a long enough password')));
    const refused = crowd.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []));
    expect(refused.length).toBe(40 - 34);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['OVERLOADED']));
    expect(await passwords.hash('and then there is room again')).toBeTypeOf('string');
  });
});

describe('a name', () => {
  it.each([['小王', ' 小王 '], ['Xiao Wang', 'xiao   WANG'], ['Ａｍｙ', 'amy'], ['A\u3000B', 'a b']])('%s is %s', (a, b) => {
    expect(nameKeyOf(a)).toBe(nameKeyOf(b));
  });
});

describe('an address', () => {
  it.each([
    ['192.168.1.7', '192.168.1.7'],
    ['::ffff:192.168.1.7', '192.168.1.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is counted as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('a device', () => {
  it.each([
    ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1', 'Safari · iPad'],
    ['Mozilla/5.0 (Linux; Android 14; SM-X810) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', 'Chrome · Android'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge · Windows'],
    ['curl/8.5.0', 'curl'],
    ['', '—'],
    [undefined, '—'],
    ['x'.repeat(500), 'x'.repeat(32)],
  ])('%s is %s', (agent, device) => {
    expect(deviceOf(agent)).toBe(device);
  });
});

describe('secrets', () => {
  it('are long, or six digits, and compared whole', () => {
    expect(newToken()).toMatch(/^[\w-]{32}$/);
    for (let i = 0; i < 100; i++) expect(newCode()).toMatch(/^\d{6}$/);
    expect([isSame('a', 'a'), isSame('a', 'b'), isSame('a', 'aa'), isSame('', '')]).toEqual([true, false, false, true]);
  });
});

describe('a part in a show', () => {
  it.each([
    ['controller', undefined, undefined],
    ['controller', '{}', 'controller'],
    ['analyst', '{"role":"host"}', 'host'],
    ['analyst', '{"role":"admin"}', undefined],
    ['admin', undefined, 'admin'],
    ['admin', '{"role":"host"}', 'admin'],
  ] as const)('of a %s with membership %s is %s', (role, membership, expected) => {
    expect(roleIn({ role }, membership)).toBe(expected);
  });
});

describe('what is done lately', () => {
  it('is not done again for a while, each thing by itself', () => {
    const lately = new Lately(1_000);
    expect([lately.isFirst('a', 0), lately.isFirst('a', 999), lately.isFirst('b', 999), lately.isFirst('a', 1_000)]).toEqual([true, false, true, true]);
  });
});

describe('a route', () => {
  it('that is not in the permission table does not compile', () => {
    const register = (app: Parameters<typeof serve>[0]): void => {
      // @ts-expect-error: no such row
      serve(app, 'GET /secrets', {}, () => 'x');
    };
    expect(register).toBeTypeOf('function');
  });
});

describe('a screen', () => {
  it('is one of the list', () => {
    expect([isScreen('desk'), isScreen('host'), isScreen('kitchen'), isScreen(undefined), isScreen({})]).toEqual([true, true, false, false, false]);
  });
});
