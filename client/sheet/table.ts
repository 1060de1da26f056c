/** A row as it stands in the text; `line` is where it begins, from 1. */
export interface Row {
  line: number;
  cells: string[];
  /** A quote was opened here and never closed. */
  broken?: true;
}

const DELIMITERS = ['\t', ',', ';', '，'] as const;

/** The delimiter that the first line has most of, outside quotes; a paste from a spreadsheet has tabs. */
export function delimiterOf(text: string): string {
  const line = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((a, b) => (b.count > a.count ? b : a)).delimiter;
}

/**
 * Rows of delimited text as RFC 4180 has them: quoted cells may hold delimiters, line breaks and doubled quotes. Blank lines are
 * left out. A quote that is never closed, or closed by
 * the opening one of a later cell, spoils its own line only: reading goes on with the next.
 */
export function readRows(text: string): Row[] {
  const body = text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(body);
  const rows: Row[] = [];
  let at = 0;
  let line = 1;
  while (at < body.length) {
    const row = readRow(body, at, delimiter);
    const next = row ?? { cells: body.slice(at, lineEnd(body, at)).split(delimiter), end: lineEnd(body, at) };
    if (next.cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells: next.cells.map((cell) => cell.trim()), ...(row ? {} : { broken: true as const }) });
    line += body.slice(at, next.end).split('\n').length;
    at = next.end + (body.startsWith('\r\n', next.end) ? 2 : 1);
  }
  return rows;
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/\r?\n/);
  return end < 0 ? text.length : from + end;
}

/** One row from `from` on; undefined where a quote is left open. */
function readRow(text: string, from: number, delimiter: string): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (!quoted) return undefined;
      cells.push(quoted.cell);
      at = quoted.end;
      // Text right after a closing quote means that the quote closed the wrong cell: one before it was left open.
      const after = text[at];
      if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r') return undefined;
    } else {
      const start = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
      cells.push(text.slice(start, at));
    }
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    return { cells, end: at > from && text[at - 1] === '\r' ? at - 1 : at };
  }
}

function readQuoted(text: string, from: number): { cell: string; end: number } | undefined {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}
