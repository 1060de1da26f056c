import { ENTRY_ZERO, compareEntries, type EntryId } from '../ids.ts';

/** How many repeated events are remembered before the oldest are let go. */
const KEPT = 200_000;

/** Repeats as saved: the entry up to which they are not known any more, and of each entry behind it the places of its repeats. */
export interface SavedRepeats {
  unknownTo: EntryId;
  entries: [EntryId, number[]][];
}

/** Which events the fold did not count because their id had been counted before; remembered until a recording says it of each. */
export class Repeats {
  private unknownTo: EntryId = ENTRY_ZERO;
  private entries: [EntryId, number[]][] = [];
  private count = 0;

  constructor(saved?: SavedRepeats) {
    if (!saved) return;
    this.unknownTo = saved.unknownTo;
    this.entries = saved.entries;
    for (const [, places] of saved.entries) this.count += places.length;
  }

  /** Remembers one. Entries come in journal order. */
  note(entry: EntryId, index: number): void {
    const last = this.entries.at(-1);
    if (last?.[0] === entry) last[1].push(index);
    else this.entries.push([entry, [index]]);
    if (++this.count > KEPT) this.letGo();
  }

  /** What is remembered of the entries after `after` and up to `upTo`. */
  between(after: EntryId, upTo: EntryId): SavedRepeats {
    return { unknownTo: this.unknownTo, entries: this.entries.filter(([entry]) => compareEntries(entry, after) > 0 && compareEntries(entry, upTo) <= 0) };
  }

  /** They are written down elsewhere by now. */
  forget(upTo: EntryId): void {
    this.entries = this.entries.filter(([entry]) => compareEntries(entry, upTo) > 0);
    this.count = this.entries.reduce((sum, [, places]) => sum + places.length, 0);
  }

  saved(): SavedRepeats {
    return { unknownTo: this.unknownTo, entries: this.entries };
  }

  private letGo(): void {
    const half = Math.ceil(this.entries.length / 2);
    this.unknownTo = this.entries[half - 1]?.[0] ?? this.unknownTo;
    this.forget(this.unknownTo);
  }
}
