import { dirname } from 'node:path';
import { serveAide } from './aide.ts';
import type { Answer, Place, Question } from './analyst.ts';
import { Archive } from './archive.ts';
import { temporaryFolder } from './files.ts';
import { Shelf } from './shelf.ts';

/** What this process may hold, all of it together. Unit: bytes. */
const MEMORY = 1_000_000_000;
/** How often that is looked at. Unit: ms. */
const LOOK_MS = 250;
/** How it ends where it would have to hold more. */
const TOO_LARGE = 78;

let archive: Promise<Archive> | undefined;

async function openArchive({ folder }: Place): Promise<Archive> {
  return new Archive(await Shelf.open(dirname(folder)), await temporaryFolder(folder, Date.now()), (error) => process.stderr.write(`${String(error)}\n`));
}

serveAide<Place, Question, Answer>(true, async (place, question) => {
  const at = await (archive ??= openArchive(place));
  if ('journal' in question) return { journal: await at.journal(question.journal.showId, question.journal.after, question.journal.limit) };
  if ('reconcile' in question) {
    // The schema is loaded with the first file alone: reviews open without it.
    const read = (await import('./lines.ts')).linesOf(question.reconcile.body);
    return 'bad' in read ? read : { reconciled: await at.reconcile(question.reconcile.showId, read.lines, question.reconcile) };
  }
  if ('review' in question) return { review: await at.review(question.review.showId, question.review.now) };
  if ('series' in question) return { series: await at.series(question.series.showId, question.series.asked) };
  if ('slice' in question) return { slice: await at.slice(question.slice.showId, question.slice.asked, question.slice.now) };
  if ('playback' in question) return { playback: await at.playback(question.playback.showId, question.playback.at, question.playback.window) };
  if ('shelved' in question) return { shelved: await at.shelved(question.shelved.showId) };
  return { medians: await at.medians(question.medians.showId) };
});
setInterval(() => {
  if (process.memoryUsage.rss() > MEMORY) process.exit(TOO_LARGE);
}, LOOK_MS);
