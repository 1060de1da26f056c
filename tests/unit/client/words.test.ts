import { describe, expect, it } from 'vitest';
import { createWords, extentFor, wordsOf } from '../../../client/i18n/i18n.ts';
import { COMMAND_TYPES } from '../../../shared/show/commands.ts';
import { PROBLEMS } from '../../../shared/protocol/problems.ts';

const zh = await wordsOf('zh-CN', 'all');
const en = await wordsOf('en', 'all');

/** Every message by its path, with the names it has places for. */
function messages(tree: object, path = ''): Map<string, string[]> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
      const here = path ? `${path}.${key}` : key;
      if (typeof value === 'object' && value !== null) return [...messages(value, here)];
      return [[here, [...String(value).matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort()] as [string, string[]]];
    }),
  );
}

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
