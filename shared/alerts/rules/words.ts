import { forbiddenIn } from '../../show/forbidden-words.ts';
import type { Cue, Listing } from '../../show/show.ts';
import type { ValueWord } from '../kinds.ts';
import type { Memory, WordsFound } from '../memory.ts';
import type { ParamsOf } from '../kinds.ts';
import { RUNNING, rule, type Scene, type Signal } from '../rule.ts';

/** Listings searched in one look: a catalogue of five hundred is done in a minute, at a third of a millisecond a look. */
const SEARCHED_AT_ONCE = 10;
/** How much of a cue is quoted. */
const QUOTED = 20;

type Words = Signal<ParamsOf<'words.forbidden'>>;

function search(texts: readonly (readonly [ValueWord, readonly string[]])[]): WordsFound | null {
  for (const [field, parts] of texts) {
    const words = new Set(parts.flatMap((part) => forbiddenIn(part).map(({ word }) => word)));
    if (words.size > 0) return { field, words: [...words].map((word) => `“${word}”`).join(' ') };
  }
  return null;
}

function inListing(memory: Memory, listing: Listing): WordsFound | null {
  const found = search([['title', [listing.title]], ['offer', [listing.offer ?? '']], ['sellingPoint', listing.sellingPoints ?? []]]);
  memory.searched.set(listing, found);
  return found;
}

function inCue(memory: Memory, { id, text }: Cue): WordsFound | null {
  const known = memory.cues.get(id);
  if (known !== undefined) return known;
  const found = search([['cue', [text]]]);
  memory.cues.set(id, found);
  return found;
}

function* listings({ show, memory }: Scene): Iterable<Words> {
  let budget = SEARCHED_AT_ONCE;
  for (const listing of show.listings) {
    if (listing.shelved) continue;
    let found = memory.searched.get(listing);
    const { id: listingId, number, title } = listing;
    const onAir = show.onAir?.listingId === listingId;
    if (found === undefined && (onAir || budget > 0)) {
      found = inListing(memory, listing);
      budget--;
    }
    // Not searched yet, after a restart: what is known stays.
    if (found === undefined) yield { subject: listingId, state: 'hold' };
    if (!found) continue;
    yield { subject: listingId, state: 'on', sign: found.words, say: { level: onAir ? 'red' : 'amber', listingId, params: { where: `#${number} ${title}`, ...found } } };
  }
}

function* cues({ show, memory, now }: Scene): Iterable<Words> {
  const shown = show.cues.filter(({ expiresAt }) => expiresAt > now);
  for (const id of memory.cues.keys()) if (!shown.some((cue) => cue.id === id)) memory.cues.delete(id);
  for (const cue of shown) {
    const found = inCue(memory, cue);
    const where = cue.text.length > QUOTED ? `${cue.text.slice(0, QUOTED)}…` : cue.text;
    if (found) yield { subject: cue.id, state: 'on', since: cue.at, sign: found.words, say: { level: 'red', params: { where, ...found } } };
  }
}

/** Forbidden words in a title, offer, selling point or cue: red where the host has them before the camera, amber before. */
export const forbiddenWords = rule('words.forbidden', { states: ['planned', ...RUNNING], main: 'words.on', most: 20 }, function* (scene) {
  yield* cues(scene);
  yield* listings(scene);
});
