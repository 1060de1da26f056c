import { parseAt } from '../../../shared/time.ts';
import type { Mapping } from './mapping.ts';

/** Reads a row's moment: Unix ms, or why it has none. */
export type ReadTime = (text: string | undefined, row: number) => number | { reason: string };

/** Between two rows of a log without times. Unit: ms. */
const STEP_MS = 1_000;

/**
 * How this mapping tells time. A log without times keeps the file's order under invented, increasing ones.
 * @param startAt where invented time begins when the mapping does not say, Unix ms.
 */
export function timeReader({ time }: Mapping, startAt: number): ReadTime {
  switch (time.unit) {
    case 'none': {
      const from = time.start === undefined ? startAt : (parseAt(time.start) ?? startAt);
      const step = time.stepMs ?? STEP_MS;
      return (_text, row) => from + (row - 1) * step;
    }
    case 's':
      return (text) => seconds(text) ?? bad(text, 'Unix seconds');
    case 'ms':
      return (text) => (text !== undefined && /^\d{1,15}$/.test(text) ? parseAt(Number(text)) : undefined) ?? bad(text, 'Unix milliseconds');
    case 'iso':
      return (text) => iso(text, time.offset) ?? bad(text, time.offset === undefined ? 'ISO 8601 with an offset (or give the mapping an "offset")' : 'a date and time');
    default:
      return time satisfies never;
  }
}

const bad = (text: string | undefined, wanted: string): { reason: string } => ({ reason: text === undefined ? 'has no time' : `time "${text}" is not ${wanted}` });

function seconds(text: string | undefined): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text ?? '');
  return match ? parseAt(Number(match[1]) * 1_000 + Number((match[2] ?? '').slice(0, 3).padEnd(3, '0'))) : undefined;
}

/** Takes `2017/12/1 9:05` as well, which is how spreadsheets write it; the offset fills in only where the text has none. */
function iso(text: string | undefined, offset: string | undefined): number | undefined {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text ?? '');
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00', own] = match;
  const zone = own ?? offset;
  return zone === undefined ? undefined : parseAt(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${zone}`);
}

const two = (text: string): string => text.padStart(2, '0');
