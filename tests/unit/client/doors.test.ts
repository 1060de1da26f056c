import { describe, expect, it } from 'vitest';
import { accessDetail } from '../../../client/components/people/accessDetail.ts';
import { createWords } from '../../../client/i18n/i18n.ts';
import { ACTIONS } from '../../../shared/show/permissions.ts';
import { differing, figureOf, rulesOf } from '../../../client/components/people/thresholds.ts';
import { formatAgo } from '../../../client/format/ago.ts';
import { newId, newPassword } from '../../../client/format/id.ts';
import { landingShow } from '../../../client/stores/landing.ts';
import { mainPage, opens } from '../../../client/stores/pages.ts';
import { isLoopback, reachable } from '../../../client/stores/place.ts';
import { THRESHOLDS, type ThresholdId } from '../../../shared/alerts/thresholds.ts';
import type { AccessEvent } from '../../../shared/protocol/access.ts';
import type { ShowId } from '../../../shared/ids.ts';
import { ROLES } from '../../../shared/show/commands.ts';
import type { Show } from '../../../shared/show/show.ts';

const show = (id: string, status: Show['status'], more: Partial<Show> = {}): Show => ({
  id: id as ShowId, revision: 1, title: id, currency: 'CNY', salesChannel: 'own', status, createdAt: 0, frozen: false, listings: [], pinned: [], segments: [], shifts: [], pauses: [], rhythms: [], cues: [],
  pending: [], approvals: [], deals: [], coupons: [], draws: [], alerts: {}, changed: {}, wantKeywords: [], lateHours: 24, ...more,
});

describe('somebody on set lands', () => {
  it('in the show that runs, the real one before a rehearsal', () => {
    const rehearsal = show('r', 'live', { rehearsalOf: 'd' as ShowId });
    expect(landingShow([show('p', 'planned'), rehearsal, show('d', 'paused')])?.id).toBe('d');
    expect(landingShow([show('p', 'planned'), rehearsal])?.id).toBe('r');
  });
  it('in the next to start where none runs, and nowhere where all are over', () => {
    expect(landingShow([show('whenever', 'planned'), show('later', 'planned', { startsAt: 9 }), show('soon', 'planned', { startsAt: 5 }), show('over', 'ended')])?.id).toBe('soon');
    expect(landingShow([show('over', 'ended')])).toBeUndefined();
  });
});

it('every role opens its own main page', () => {
  for (const role of ROLES) expect([role, opens(mainPage(role), role)]).toEqual([role, true]);
  expect(ROLES.filter((role) => opens('show-settings', role))).toEqual(['admin', 'controller']);
  expect(opens('desk', 'host')).toBe(false);
  expect(opens('host', undefined)).toBe(false);
});

describe('the address a tablet is given', () => {
  const lan = { addresses: ['http://192.168.1.5:4600', 'http://10.0.0.5:4600'] };
  const page = (origin: string) => ({ origin, hostname: new URL(origin).hostname });
  it('is never the machine itself', () => {
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]']) expect(reachable(page(`http://${host}:4600`), lan)).toEqual(lan.addresses);
    expect(reachable(page('http://localhost:4600'), { addresses: [] })).toEqual([]);
    expect(reachable(page('http://localhost:4600'), undefined)).toEqual([]);
    expect(isLoopback('localhost.example.com')).toBe(false);
  });
  it('is the one the page was opened by, which somebody has proved to work, before the others', () => {
    expect(reachable(page('http://10.0.0.5:4600'), lan)).toEqual(['http://10.0.0.5:4600', 'http://192.168.1.5:4600']);
    expect(reachable(page('https://room.example.com'), undefined)).toEqual(['https://room.example.com']);
  });
});

describe('thresholds', () => {
  it('each belong to one rule and are all there', () => expect(rulesOf().flatMap(({ ids }) => ids).sort()).toEqual(Object.keys(THRESHOLDS).sort()));
  it.each([['90', 90], [' ９０ ', 90], ['0', 0], ['1.5', 1.5], ['', undefined], ['-1', undefined], ['九十', undefined], ['1e999', undefined], ['90 s', undefined]])('read %j as %s', (text, value) => expect(figureOf(text)).toBe(value));
  it('are kept only where they differ from the defaults', () => {
    const figures = Object.fromEntries(Object.entries(THRESHOLDS).map(([id, { default: value }]) => [id, value])) as Record<ThresholdId, number>;
    expect(differing(figures)).toEqual({});
    expect(differing({ ...figures, 'segment.over': 90, 'stream.on': 0 })).toEqual({ 'segment.over': 90, 'stream.on': 0 });
  });
});

describe('ids and passwords', () => {
  it('are each new; an id is a UUID of the fourth version', () => {
    const ids = Array.from({ length: 1_000 }, newId);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
  it('can be read aloud, and use every letter about as often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i++) {
      const password = newPassword();
      expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
      for (const letter of password.replaceAll('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    const even = (2_000 * 16) / counts.size;
    for (const count of counts.values()) expect(Math.abs(count / even - 1)).toBeLessThan(0.25);
  });
});

it('a time is read as now, as a time of day, or with its date', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime();
  expect(formatAgo(now - 60_000, now, 'en')).toBeUndefined();
  expect(formatAgo(now - 3_600_000, now, 'en')).toBe('11:00');
  expect(formatAgo(now - 20 * 3_600_000, now, 'en')).toMatch(/21 Nov/);
});

describe('the access log says in the language of the screen', () => {
  const saying = async (language: 'zh-CN' | 'en') => {
    const { global } = await createWords(language);
    return { t: (key: string, values?: Record<string, string>) => global.t(key, values ?? {}), te: (key: string) => global.te(key) };
  };

  it('how somebody came in, what was refused, and what was changed', async () => {
    const zh = await saying('zh-CN');
    const said = (what: AccessEvent, detail: string): string => accessDetail({ what, detail }, zh);
    expect(said('signed-in', 'one-time link')).toBe('一次性链接');
    expect(said('signed-in', 'Chrome · Windows')).toBe('Chrome · Windows');
    expect(said('refused', 'GET /people')).toBe('查看人员');
    expect(said('refused', 'listing.price in d11')).toBe('改价 · 场次 d11');
    expect(said('paired', 'd11, host')).toBe('d11 · 主播');
    expect(said('person-made', '王, 小, assistant')).toBe('王, 小 · 助播');
    expect(said('member-added', '李四 in d11, controller')).toBe('李四 · 场次 d11 · 场控');
    expect(said('person-changed', '张三: {"role":"analyst","approver":true}, password')).toBe('张三 · 复盘 · 可批准改价 · 重设密码');
    expect(said('key-made', '抖音订单: ingest, read in d11')).toBe('抖音订单 · 送数据 · 读取 · 场次 d11');
  });

  it('everything that can be refused', async () => {
    const zh = await saying('zh-CN');
    for (const action of ACTIONS) expect(accessDetail({ what: 'refused', detail: action }, zh), action).not.toBe(action);
  });

  it('what it has no words for, as it stands', async () => {
    const en = await saying('en');
    expect(accessDetail({ what: 'person-changed', detail: 'something else' }, en)).toBe('something else');
    expect(accessDetail({ what: 'refused', detail: 'POST /nothing' }, en)).toBe('POST /nothing');
  });
});
