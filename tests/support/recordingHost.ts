import { ENTRY_ZERO } from '../../shared/ids.ts';
import { createTally, foldEntry } from '../../shared/metrics/tally.ts';
import { savedTally } from '../../server/recording/rest.ts';
import { Recorder } from '../../server/recording/recorder.ts';
import { Scribe } from '../../server/recording/scribe.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { countable, decode } from '../../server/room/decode.ts';
import { Keeper } from '../../server/room/keeper.ts';
import type { SnapshotRecord } from '../../server/store/snapshots.ts';
import { openStore } from '../../server/store/store.ts';

/** A process that hosts one show and does nothing but record it, as fast as it can, until it is killed; an ended one (ENDED) it saves, and writes down what it came to; and
 *  (TRIM) goes on from its snapshot and tells the ledger, so that the journal is trimmed and the tally put to rest. */
const { REDIS_URL = '', DATA_DIR = '', SHOW = '', ENDED = '', TRIM = '' } = process.env;
const store = await openStore({ url: REDIS_URL, processId: String(process.pid), onTrouble: () => undefined });
const shelf = await Shelf.open(DATA_DIR);
const epoch = (await store.leases.take(SHOW)) ?? '';
const room = { showId: SHOW, epoch, tally: createTally(SHOW), last: ENTRY_ZERO, show: undefined, unsure: false, record: undefined as SnapshotRecord | undefined };
const keeper = new Keeper(store, room);
const recorder = new Recorder({ store, shelf, scribe: new Scribe({ redisUrl: REDIS_URL, folder: shelf.folder }) }, room, keeper, 0);
if (TRIM !== '') {
  const record = await store.snapshots.record(SHOW);
  const tally = record && (await savedTally(store.snapshots, shelf.folder, SHOW, record));
  if (tally) Object.assign(room, { tally, last: record.entry, record });
}
let told = '';
process.send?.({ ready: epoch });

for (let now = 0; ; now += 3_600_000) {
  for (const entry of (await store.journal.after(SHOW, room.last, 1_000)).map(decode)) {
    if (entry.kind === 'facts') foldEntry(room.tally, countable(entry));
    room.last = entry.id;
  }
  if (ENDED !== '') {
    room.tally.status = 'ended';
    await keeper.save();
  }
  if (TRIM !== '' && told !== room.last) {
    room.tally.endedAt = 1;
    await store.ledger.applySales(SHOW, epoch, room.last, []);
    told = room.last;
  }
  recorder.tick(now, (error) => {
    throw error;
  });
  await recorder.settle();
  const manifest = await shelf.manifest(SHOW);
  process.send?.({ recorded: manifest?.upTo, closed: manifest?.closing?.upTo, begins: await store.recordings.begins(SHOW), rests: room.record?.chunks.length === 0 ? room.record.entry : undefined });
  await new Promise((resolve) => setTimeout(resolve, 5));
}
