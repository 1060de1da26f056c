import { ENTRY_ZERO } from '../../shared/ids.ts';
import { createTally, foldEntry } from '../../shared/metrics/tally.ts';
import { Recorder } from '../../server/recording/recorder.ts';
import { Scribe } from '../../server/recording/scribe.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { countable, decode } from '../../server/room/decode.ts';
import { openStore } from '../../server/store/store.ts';

/** A process that hosts one show and does nothing but record it, as fast as it can, until it is killed. */
const { REDIS_URL = '', DATA_DIR = '', SHOW = '' } = process.env;
const store = await openStore({ url: REDIS_URL, processId: String(process.pid), onTrouble: () => undefined });
const shelf = await Shelf.open(DATA_DIR);
const epoch = (await store.leases.take(SHOW)) ?? '';
const room = { showId: SHOW, epoch, tally: createTally(SHOW), last: ENTRY_ZERO, unsure: false };
const recorder = new Recorder({ store, shelf, scribe: new Scribe({ redisUrl: REDIS_URL, folder: shelf.folder }) }, room, 0);
process.send?.({ ready: epoch });

for (let now = 0; ; now += 3_600_000) {
  for (const entry of (await store.journal.after(SHOW, room.last, 1_000)).map(decode)) {
    if (entry.kind === 'facts') foldEntry(room.tally, countable(entry));
    room.last = entry.id;
  }
  recorder.tick(now, (error) => {
    throw error;
  });
  await recorder.settle();
  process.send?.({ recorded: (await shelf.manifest(SHOW))?.upTo });
  await new Promise((resolve) => setTimeout(resolve, 5));
}
