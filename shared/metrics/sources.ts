import { A, COL, FAN, KIND, KINDS, OPEN, SOURCE, V } from './columns.ts';
import { around, ordersOfViewer } from './orderApply.ts';
import { addToSource, flagsOf, isFan, readActivity, readCount, readWord, setMark, sourceOf, writeWord } from './people.ts';
import { addOpenView, isFresh, openSecond, openStart } from './sessions.ts';
import type { Tally } from './state.ts';

/** @returns the number of a traffic source, a new one where the name was never seen; past 65,535 names everything is "other" */
export function sourceNamed(t: Tally, name: string): number {
  let source = t.sourceByName.get(name);
  if (source !== undefined) return source;
  if (t.sources.length > 65_535) return 0;
  source = t.sources.length;
  t.sources.push(name);
  t.sourceByName.set(name, source);
  t.sourceRecords.ensure(source);
  return source;
}

/** An entry's source: a viewer's is that of the earliest by (time, source), so that arrival does not decide. To be called before the entry counts. */
export function considerSource(t: Tally, v: number, name: string | undefined): void {
  const known = (flagsOf(t, v) & (1 << KIND.entered)) !== 0;
  const at = t.viewers.atFloat(v) + V.firstEntry / 2;
  if (known) {
    const first = t.viewers.floats(v)[at] as number;
    if (t.at > first) return;
    if (t.at === first && (name ?? 'other') >= (t.sources[sourceOf(t, v)] as string)) return;
  }
  t.viewers.touch(v);
  t.viewers.floats(v)[at] = t.at;
  const source = name === undefined ? 0 : sourceNamed(t, name);
  if (source === sourceOf(t, v)) return;
  // Most enter before anything else: there is nothing to move.
  if (flagsOf(t, v) === 0 && readWord(t, v, V.lastPresent) === 0) writeWord(t, v, V.head, (source << 16) >>> 0);
  else move(t, v, source);
}

/** An entry says the viewer follows the room: what they paid is fans' GMV from then on, and before. */
export function becomeFan(t: Tally, v: number): void {
  if (isFan(t, v)) return;
  around(t, ordersOfViewer(t, v), () => setMark(t, v, FAN, true));
}

const IN_ACTIVITY: readonly (readonly [counter: number, col: number])[] = [
  [A.comments, COL.comments],
  [A.likes, COL.likes],
  [A.shares, COL.shares],
  [A.follows, COL.follows],
  [A.clicks, COL.clicks],
  [A.favourites, COL.favourites],
  [A.cartAdds, COL.cartAdds],
  [A.cartUnits, COL.cartUnits],
];
const IN_VIEWER: readonly (readonly [word: number, col: number])[] = [
  [V.impressions, COL.impressions],
  [V.views, COL.enters],
  [V.shown, COL.shown],
  [V.longViews, COL.longViews],
];

/** Moves everything a viewer contributed from one source's figures to another's. */
function move(t: Tally, v: number, source: number): void {
  around(t, ordersOfViewer(t, v), () => {
    give(t, v, -1);
    writeWord(t, v, V.head, (flagsOf(t, v) | (source << 16)) >>> 0);
    give(t, v, 1);
  });
}

function give(t: Tally, v: number, sign: 1 | -1): void {
  const source = sourceOf(t, v);
  const flags = flagsOf(t, v);
  for (let kind = 0; kind < KINDS; kind++) if ((flags & (1 << kind)) !== 0) addToSource(t, source, SOURCE.people + kind, sign);
  for (const [word, col] of IN_VIEWER) addToSource(t, source, col, sign * readCount(t, v, word));
  addToSource(t, source, SOURCE.watch, sign * readWord(t, v, V.watch));
  const activity = readWord(t, v, V.activity) - 1;
  if (activity >= 0) for (const [counter, col] of IN_ACTIVITY) addToSource(t, source, col, sign * readActivity(t, activity, counter));
  if ((flags & OPEN) !== 0) addOpenView(t, source, openSecond(t, openStart(t, v)), isFresh(t, v), sign);
}
