import { inflateSync } from 'node:zlib';

/** What is read of a PDF as Chromium writes it: how many pages, and the text they show, without spaces and in the letters' plain forms (fonts name radicals and wide signs as they like). */
export interface Read {
  pages: number;
  text: string;
}

/** Bytes as text, one character a byte. */
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const unpacked = (dictionary: string, body: string): string => (dictionary.includes('/FlateDecode') ? latin(inflateSync(Buffer.from(body, 'latin1'))) : body);
const lettersOf = (hex: string): string => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));

/** The letters a font's glyphs stand for, by the table that a font carries so that its text can be copied. */
function glyphs(table: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const [, block = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', letters = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>/g)) known.set(glyph.toUpperCase(), lettersOf(letters));
  }
  for (const [, block = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', last = '', letters = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const [from, to, begin] = [first, last, letters].map((each) => parseInt(each, 16)) as [number, number, number];
      for (let glyph = from; glyph <= to; glyph++) known.set(glyph.toString(16).toUpperCase().padStart(first.length, '0'), String.fromCharCode(begin + glyph - from));
    }
  }
  return known;
}

/** Fonts number their glyphs with one byte or with two. */
function written(hex: string, letters: ReadonlyMap<string, string> | undefined): string {
  const [first = '00'] = letters?.keys() ?? [];
  let text = '';
  for (let at = 0; at < hex.length; at += first.length) text += letters?.get(hex.slice(at, at + first.length).toUpperCase()) ?? '';
  return text;
}

/** @throws Error where a stream of the file cannot be unpacked */
export function readPdf(file: Uint8Array): Read {
  const objects = new Map<string, { dictionary: string; stream: string | undefined }>();
  const whole = latin(file);
  for (const { 1: id = '', index, 0: head } of whole.matchAll(/(?<=^|\n)(\d+) 0 obj\s/g)) {
    const begin = index + head.length;
    const [dictionary = ''] = /^[\s\S]*?(?=\s(?:stream\r?\n|endobj))/.exec(whole.slice(begin)) ?? [];
    const opened = /^\sstream\r?\n/.exec(whole.slice(begin + dictionary.length, begin + dictionary.length + 10));
    const [, length] = /\/Length (\d+)/.exec(dictionary) ?? [];
    const from = begin + dictionary.length + (opened?.[0].length ?? 0);
    objects.set(id, { dictionary, stream: opened ? whole.slice(from, from + Number(length)) : undefined });
  }
  const streamOf = (id: string): string => {
    const found = objects.get(id);
    return found?.stream === undefined ? '' : unpacked(found.dictionary, found.stream);
  };
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type\s*\/Page\b/.test(dictionary));
  const text = pages.map(({ dictionary }) => {
    const fonts = new Map([...dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', font = '']) => {
      const [, table = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)?.dictionary ?? '') ?? [];
      return [name, glyphs(streamOf(table))] as const;
    }));
    const [, contents = ''] = /\/Contents (\d+) 0 R/.exec(dictionary) ?? [];
    let letters: Map<string, string> | undefined;
    let shown = '';
    for (const [, font, strings] of streamOf(contents).matchAll(/\/(F\d+) [\d.]+ Tf|((?:<\w*>|\[[^\]]*\])\s*T[jJ])/g)) {
      if (font !== undefined) letters = fonts.get(font);
      for (const [, hex = ''] of (strings ?? '').matchAll(/<(\w+)>/g)) shown += written(hex, letters);
    }
    return shown;
  });
  return { pages: pages.length, text: text.join('').normalize('NFKC').replace(/\s/g, '') };
}
