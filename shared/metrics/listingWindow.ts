import { CELL, COL } from './columns.ts';
import type { Tally } from './state.ts';

/** Places of a cell that are added up. */
const FIRST = COL.shown;
const PLACES = 32;

/**
 * Every subject's figures from second `from` on. They are kept up from one reading to the next: facts add to them as they
 * come, and what the window leaves behind is taken off, so that a reading need not go through every second again.
 */
export function windowSums(t: Tally, from: number): readonly (Float64Array | undefined)[] {
  const { cellWindow } = t;
  if (cellWindow.from === from) return cellWindow.sums;
  if (cellWindow.from > 0 && from > cellWindow.from && from - cellWindow.from <= t.cellsBySec.size) {
    for (let sec = cellWindow.from; sec < from; sec++) addCells(t, sec, -1);
  } else {
    cellWindow.sums.length = 0;
    for (const sec of t.cellsBySec.keys()) if (sec >= from) addCells(t, sec, 1);
  }
  cellWindow.from = from;
  return cellWindow.sums;
}

/** A fact of a subject's second, which a window being kept up may include. */
export function addToWindow(t: Tally, subject: number, sec: number, place: number, by: number): void {
  const { cellWindow } = t;
  if (cellWindow.from === 0 || sec < cellWindow.from) return;
  const into = (cellWindow.sums[subject] ??= new Float64Array(PLACES));
  into[place] = (into[place] as number) + by;
}

/** A second's cells go: a window that reaches back to it can no longer be kept up. */
export function forgetSecond(t: Tally, sec: number): void {
  if (sec >= t.cellWindow.from) t.cellWindow.from = 0;
}

function addCells(t: Tally, sec: number, sign: 1 | -1): void {
  for (let cell = t.cellsBySec.get(sec) ?? -1; cell >= 0; ) {
    const floats = t.cells.floats(cell);
    const at = t.cells.atFloat(cell);
    const subject = floats[at + CELL.subject] as number;
    const into = (t.cellWindow.sums[subject] ??= new Float64Array(PLACES));
    for (let place = FIRST; place < PLACES; place++) into[place] = (into[place] as number) + sign * (floats[at + place] as number);
    cell = (floats[at + CELL.next] as number) - 1;
  }
}
