import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'vue/compiler-sfc';

const client = join(process.cwd(), 'client');
const files = (ending: string): string[] => readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending)).sort();

/** What is the same in every language: names of keys and of formats, and our own. */
const SAME = new Set(['Changkong', 'Space', 'Enter', 'Esc', 'SKU', 'CSV', 'GMV', 'STOP', 'LIVE', 'Shift', 'https', 'npm', 'start', 'lan', 'pair']);
/** Attributes that people see or hear. */
const SPOKEN = new Set(['title', 'placeholder', 'alt', 'aria-label', 'aria-description', 'aria-roledescription']);
const CJK = /\p{Script=Han}/u;

/** Words of a text that belong to one language: any Chinese, and Latin of two letters or more. */
const wordsOf = (text: string): string[] => [...(CJK.test(text) ? [text.trim()] : []), ...(text.match(/\p{Script=Latin}{2,}/gu) ?? []).filter((word) => !SAME.has(word))];

/** The little of a template's tree that is walked. Kinds of nodes and attributes are Vue's own numbers: 2 is text, 6 an attribute. */
interface Node {
  type: number;
  tag?: string;
  content?: unknown;
  children?: Node[];
  props?: { type: number; name: string; value?: { content: string } }[];
}

function spokenIn(node: Node): string[] {
  const text = node.type === 2 && typeof node.content === 'string' ? wordsOf(node.content) : [];
  const attributes = (node.props ?? []).flatMap(({ type, name, value }) => (type === 6 && SPOKEN.has(name) && value ? wordsOf(value.content) : []));
  return [...text, ...attributes, ...(node.children ?? []).flatMap(spokenIn)];
}

/** Templates as Vue reads them. */
function hardCoded(name: string): string[] {
  const { descriptor } = parse(readFileSync(join(client, name), 'utf8'), { filename: name });
  return descriptor.template?.ast ? spokenIn(descriptor.template.ast as unknown as Node) : [];
}

/** What is written in Chinese in a script, comments left out. */
function chineseIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
  return code.split('\n').filter((line) => CJK.test(line)).map((line) => line.trim());
}

describe('no words stand in the code of the screens', () => {
  it.each(files('.vue'))('%s', (name) => {
    expect(hardCoded(name)).toEqual([]);
    expect(chineseIn(readFileSync(join(client, name), 'utf8'))).toEqual([]);
  });

  /** Where words belong: messages, units of figures, and words of files and people that are read rather than shown. */
  const WORDS = /^(i18n|catalogue|orders)\/|^format\/number\.ts$|^components\/deal\/rhythms\.ts$/;
  it.each(files('.ts').filter((name) => !WORDS.test(name)))('%s', (name) => {
    expect(chineseIn(readFileSync(join(client, name), 'utf8'))).toEqual([]);
  });

  it('and one would be seen', () => {
    expect(spokenIn({ type: 1, children: [{ type: 2, content: ' 开始 ' }, { type: 2, content: 'Start N · 12' }], props: [{ type: 6, name: 'title', value: { content: 'Take it' } }] })).toEqual(['Take', 'it', '开始', 'Start']);
    expect(chineseIn("const a = '好'; // 注释\n/* 注释 */")).toEqual(["const a = '好';"]);
  });
});
