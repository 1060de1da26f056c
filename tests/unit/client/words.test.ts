import { describe, expect, it } from 'vitest';
import { counted } from '../../../client/format/number.ts';
import { createWords, extentFor, wordsOf } from '../../../client/i18n/i18n.ts';
import { seatEn } from '../../../client/i18n/seat.en.ts';
import { ALERT_WORDS } from '../../../shared/alerts/words.ts';
import { COMMAND_TYPES } from '../../../shared/show/commands.ts';
import { PROBLEMS } from '../../../shared/protocol/problems.ts';

const zh = await wordsOf('zh-CN', 'all');
const en = await wordsOf('en', 'all');

/** Every message by its path. */
function texts(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      const here = path ? `${path}.${key}` : key;
      return typeof value === 'object' && value !== null ? [...texts(value, here)] : [[here, String(value)]];
    }),
  );
}
/** Every message by its path, with the names it has places for in any of its forms. */
const messages = (tree: object): Map<string, string[]> => new Map([...texts(tree)].map(([path, text]) => [path, [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ''))].sort()]));

describe('words', () => {
  it('are the same in both languages, with the same places for figures', () => expect(messages(en)).toEqual(messages(zh)));

  it('exist for every problem code', () => {
    for (const code of Object.keys(PROBLEMS)) expect(zh.problem).toHaveProperty(code);
  });

  it('exist for every command', () => {
    for (const type of COMMAND_TYPES) expect(zh.act.command).toHaveProperty(type);
  });

  it('are all readable by the message compiler', async () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const { t } = (await createWords(language)).global;
      for (const [path, places] of messages(zh)) {
        const text = t(path, Object.fromEntries(places.map((place) => [place, 'X'])));
        expect(text, path).not.toBe(path);
        expect(text, path).not.toContain('{');
      }
    }
  });

  it('are fetched as far as a page says them, and the larger extent has all of the smaller', async () => {
    expect(['/shows/d11/host', '/shows', '/shows/d11/desk', '/settings/people', '/shows/d11/settings', '/sign-in', '/pair'].map(extentFor)).toEqual(['base', 'desk', 'desk', 'all', 'all', 'all', 'all']);
    const [base, desk] = [messages(await wordsOf('en', 'base')), messages(await wordsOf('en', 'desk'))];
    expect([...base.keys()].filter((path) => !desk.has(path))).toEqual([]);
    expect([...desk.keys()].filter((path) => !messages(en).has(path))).toEqual([]);
    expect([base.size < desk.size, desk.size < messages(en).size]).toEqual([true, true]);
  });
});

describe('English words with a count', () => {
  /** A figure and right after it, or one word on, what looks like the plural of a noun. */
  const PLURAL = /\{\w+\} (?:[a-z]+ )?(?!is\b|has\b|waits\b|was\b|signs\b|belongs\b)[A-Za-z]+[a-rt-z]s\b/;
  /** What counts from two on. */
  const NEVER_ONE = new Set(['desk.screens', 'settings.account.next', 'settings.people.password', 'settings.first.password', 'settings.first.short']);

  it('have a form for one, unless they cannot come to one', () => {
    const causes = Object.fromEntries(Object.entries(ALERT_WORDS).map(([kind, { cause }]) => [kind, cause.en]));
    const all = [...texts(en), ...texts(seatEn), ...texts(causes)].filter(([path]) => !NEVER_ONE.has(path));
    expect(all.filter(([, text]) => PLURAL.test(text) && !text.includes(' | ')).map(([path, text]) => `${path}: ${text}`)).toEqual([]);
  });

  it('say one thing of one, and another of none and of many, written out or not', async () => {
    const { t } = (await createWords('en')).global;
    expect([0, 1, 2].map((n) => t('review.rows', { n }))).toEqual(['0 rows', '1 row', '2 rows']);
    expect([0, 1, 1_200].map((n) => t('deal.units', counted(n)))).toEqual(['0 units', '1 unit', '1,200 units']);
    expect(t('act.end.waiting', { n: 1 })).toBe('1 step still waits for the platform; it must be done there after the end too.');
    // Of what came without a number the many are said, never one.
    expect(t('deal.units', { n: '–' })).toBe('– units');
  });

  it('have one form in Chinese', async () => {
    expect([...texts(zh)].filter(([, text]) => text.includes(' | '))).toEqual([]);
    const { t } = (await createWords('zh-CN')).global;
    expect([1, 2].map((n) => t('review.rows', { n }))).toEqual(['1 行', '2 行']);
  });
});
