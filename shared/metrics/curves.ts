import type { Pages } from './pages.ts';
import { putState, stateOf, type SavedState } from './saved.ts';
import { Tally } from './state.ts';

/** What stands before the records: how long the JSON is, and how many rows and samples follow. Unit: words. */
const HEADER = 4;
const MAGIC = 0x434b4331;

/** The part of a tally that its series are read from: seconds, samples and silences, but nothing of single people and orders. */
export function saveCurves(t: Tally): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(smallState(t)));
  const json = Math.ceil(text.length / 4);
  const stores = [t.rows.store, t.samples];
  const words = new Uint32Array(HEADER + json + stores.reduce((sum, { count, log }) => sum + (count << log), 0));
  words.set([MAGIC, text.length, ...stores.map(({ count }) => count)]);
  new Uint8Array(words.buffer).set(text, HEADER * 4);
  let place = HEADER + json;
  for (const store of stores) {
    for (let i = 0; i < store.count; i++, place += 1 << store.log) words.set(store.words(i).subarray(store.at(i), store.at(i) + (1 << store.log)), place);
  }
  return new Uint8Array(words.buffer);
}

/** A tally of which only the series may be read. @throws Error where these are no curves */
export function restoreCurves(bytes: Uint8Array): Tally {
  const words = new Uint32Array(bytes.slice().buffer);
  const [magic, length = 0, rows = 0, samples = 0] = words;
  if (magic !== MAGIC) throw new Error('These are no curves of a show, or those of another version.');
  // Our own saveCurves wrote this, so its shape is known.
  const state = JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER * 4, HEADER * 4 + length))) as SavedState;
  const t = new Tally(state.showId, state.idWindow);
  putState(t, state);
  let place = HEADER + Math.ceil(length / 4);
  const fill = (store: Pages, count: number): void => {
    for (let i = 0; i < count; i++, place += 1 << store.log) {
      store.ensure(i);
      store.words(i).set(words.subarray(place, place + (1 << store.log)), store.at(i));
    }
  };
  fill(t.rows.store, rows);
  fill(t.samples, samples);
  t.rows.reindex();
  return t;
}

/** The state without what belongs to single people and events. */
function smallState(t: Tally): SavedState {
  const state = stateOf(t);
  return {
    ...state,
    scalars: { ...state.scalars, idsTaken: 0, freeFact: 0, freeCell: -1 },
    spill: [],
    comments: [],
    repeats: { unknownTo: t.lastEntry, entries: [] },
  };
}
