/** One record of a CSV file, or what is wrong with it; `line` is where it starts, counted from 1. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; reason: string };

/** A quoted cell may run over this many lines; past them its quote was a mistake, not a paragraph. */
const MOST_LINES = 100;

/**
 * Splits lines into records (RFC 4180, plus the `="0123"` Excel writes to keep zeros).
 * A quote that never closes costs its own line only: reading goes on at the next one, where a parser of streams
 * would swallow every good row up to the following quote.
 */
export async function* csvRecords(source: AsyncIterable<string> | Iterable<string>, delimiter = ','): AsyncGenerator<CsvRecord> {
  /** Lines of a cell still open, the first at `line`. */
  let open: string[] = [];
  let line = 0;
  for await (const text of source) {
    const queue = [text];
    while (queue.length > 0) {
      const next = queue.shift() ?? '';
      if (open.length === 0) line += 1;
      open.push(next);
      const joined = open.join('\n');
      const cells = joined === '' ? [] : splitRecord(joined, delimiter);
      if (cells) {
        if (cells.length > 0) yield { line, cells };
        line += open.length - 1;
        open = [];
      } else if (open.length > MOST_LINES) {
        yield { line, reason: UNCLOSED };
        queue.unshift(...open.slice(1));
        open = [];
      }
    }
  }
  while (open.length > 0) {
    yield { line, reason: UNCLOSED };
    const again = open.slice(1);
    open = [];
    // Past the end no more lines come, so each remaining line stands alone or is closed by those after it.
    for await (const record of csvRecords(again, delimiter)) yield { ...record, line: record.line + line };
  }
}

const UNCLOSED = 'a quote opens and never closes';

/** The cells of one record; undefined when it ends inside quotes, so that the next line belongs to it. */
export function splitRecord(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  let from = 0;
  for (;;) {
    const quote = text[from] === '"' ? from : text.startsWith('="', from) ? from + 1 : -1;
    if (quote === -1) {
      const end = text.indexOf(delimiter, from);
      if (end === -1) return [...cells, text.slice(from)];
      cells.push(text.slice(from, end));
      from = end + delimiter.length;
      continue;
    }
    const close = closingQuote(text, quote + 1);
    if (close === -1) return undefined;
    const after = text.indexOf(delimiter, close + 1);
    const tail = text.slice(close + 1, after === -1 ? undefined : after);
    cells.push(text.slice(quote + 1, close).replaceAll('""', '"') + tail);
    if (after === -1) return cells;
    from = after + delimiter.length;
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
