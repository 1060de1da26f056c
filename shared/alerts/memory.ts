import type { Listing } from '../show/show.ts';
import type { Alert } from './alert.ts';
import type { ValueWord } from './kinds.ts';

/** One subject of one rule, from its first sign until nothing holds it back any more. */
export interface Track {
  /** rising: not yet long enough. up: told. falling: over, but not yet for long enough. resting: may not rise again yet. */
  state: 'rising' | 'up' | 'falling' | 'resting';
  /** When it came into this state, or of resting when that ends. Unix ms. */
  at: number;
  /** What makes it this episode and no other. */
  sign: string;
  /** While up or falling. */
  alert?: Alert;
  /** When the alert's numbers were last brought up to date, Unix ms. */
  toldAt: number;
}

/** Since when a listing on the shelf has had this many clicks. */
export interface Quiet {
  clicks: number;
  /** Unix ms. */
  since: number;
}

/** Forbidden words of one listing or cue, in the first field that has any. */
export interface WordsFound {
  field: ValueWord;
  words: string;
}

/** What the rules remember between two looks at a show. `judge` alone changes it. */
export interface Memory {
  tracks: Map<string, Track>;
  /** The audience of the last three minutes, oldest first, by the second. */
  online: { at: number; value: number }[];
  quiet: Map<string, Quiet>;
  /** Listings already searched: a listing that changed is another object. */
  searched: WeakMap<Listing, WordsFound | null>;
  cues: Map<string, WordsFound | null>;
}

export const newMemory = (): Memory => ({ tracks: new Map(), online: [], quiet: new Map(), searched: new WeakMap(), cues: new Map() });

/** What is worth keeping across a restart: ids that people have acknowledged, cooldowns, and quiet listings. JSON. */
export interface SavedMemory {
  tracks: [string, Track][];
  quiet: [string, Quiet][];
}

export const saveMemory = ({ tracks, quiet }: Memory): SavedMemory => ({ tracks: [...tracks], quiet: [...quiet] });
export const restoreMemory = ({ tracks, quiet }: SavedMemory): Memory => ({ ...newMemory(), tracks: new Map(tracks), quiet: new Map(quiet) });
