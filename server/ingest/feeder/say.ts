import { decimalsOf } from '../../../shared/money.ts';

/** Where a tool writes: results to one place, progress to another that may be overwritten. */
export interface Say {
  line: (text: string) => void;
  /** At most a few times a second; overwritten by the next where the place is a terminal. */
  progress: (text: string) => void;
}

const EVERY_MS = 250;
const EVERY_LINE_MS = 2_000;

/** A terminal is rewritten in place; a file or pipe gets a line now and then. */
export function sayTo(out: NodeJS.WriteStream, progress: NodeJS.WriteStream): Say {
  const terminal = progress.isTTY;
  let last = performance.now();
  let dirty = false;
  const clear = (): void => {
    if (dirty) progress.write('\r\u001B[2K');
    dirty = false;
  };
  return {
    line: (text) => {
      clear();
      out.write(`${text}\n`);
    },
    progress: (text) => {
      const now = performance.now();
      if (now - last < (terminal ? EVERY_MS : EVERY_LINE_MS)) return;
      last = now;
      clear();
      progress.write(terminal ? text : `${text}\n`);
      dirty = terminal;
    },
  };
}

export const grouped = (value: number): string => value.toLocaleString('en');

/** Minor units as people read them: ¥39,704,160.50. */
export function money(value: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return (value / 10 ** decimals).toLocaleString('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
