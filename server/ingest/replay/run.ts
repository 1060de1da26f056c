import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Type, type Static } from 'typebox';
import { tookPlace } from '../../../shared/review/past.ts';
import { Refused, type Api } from '../feeder/api.ts';
import { Feeder, type Totals } from '../feeder/batches.ts';
import { grouped, type Say } from '../feeder/say.ts';
import { sentLine, tallyLines } from '../feeder/summary.ts';
import { addListings, listingsIn, missing } from './listings.ts';
import { Mapper, type Prepared } from './mapper.ts';
import { readMapping } from './mapping.ts';
import { FullBatches, originOf, sendPaced, type Clock } from './pace.ts';
import { formatOf, isBad, type BadRow } from './rows.ts';
import { rowsOf, type Source } from './source.ts';
import { inspect } from './text.ts';
import { timeReader } from './times.ts';

export interface ReplayOptions {
  file: string;
  map: string;
  /** Made where there is none of this id; without it a new show is made. */
  show?: string;
  /** Once all is counted, says of a planned show that it took place, from its first fact to its last. */
  past?: boolean;
  /** Times the log's own pace, or as fast as it is acknowledged. */
  speed: number | 'max';
  /** The feed's name. The default names the file by its content, so that the same file never counts twice in a show. */
  producer?: string;
}

export interface ReplayResult {
  showId: string;
  totals: Totals;
  badRows: number;
}

const BAD_ROWS_SHOWN = 20;
const ShowFacts = Type.Object({
  id: Type.String(),
  title: Type.String(),
  currency: Type.String(),
  status: Type.String(),
  createdAt: Type.Number(),
  listings: Type.Array(Type.Object({ skus: Type.Array(Type.Object({ sku: Type.String() })) })),
});
type ShowFacts = Static<typeof ShowFacts>;
const Told = Type.Object({ facts: Type.Optional(Type.Object({ first: Type.Number(), last: Type.Number() })) });

/** Replays a log into a show through the public API and says what came of it. @throws BadMapping, WrongFile, UnreadableFile, Refused, Unreachable */
export async function replay(options: ReplayOptions, api: Api, say: Say, clock: Clock): Promise<ReplayResult> {
  const mapping = readMapping(await readFile(options.map, 'utf8'));
  const { encoding, hash, bytes } = await inspect(options.file, mapping.encoding);
  const source: Source = { path: options.file, bytes, encoding, format: formatOf(mapping, options.file), mapping };
  const producer = options.producer ?? producerOf(options.file, hash);

  const show = await findOrCreate(api, options.show, mapping.title ?? basename(options.file).slice(0, 120), mapping.currency ?? 'CNY');
  if (mapping.currency !== undefined && show.currency !== mapping.currency) {
    throw new Refused(409, 'WRONG_STATE', `the show counts in ${show.currency}, the log in ${mapping.currency}: replay it into another show`);
  }
  say.line(`${basename(options.file)} (${encoding}) → show ${show.id} "${show.title}", as feed ${producer}`);
  say.line(`  interrupted? the same command with --show ${show.id} goes on where it stopped`);
  if (options.past && (show.status === 'live' || show.status === 'paused')) throw new Refused(409, 'WRONG_STATE', `the show is ${show.status}: --past is for one that is only planned here`);
  if (show.status !== 'planned') say.line(`  the show is ${show.status}: GMV counts only orders between its start and its end`);
  await createListings(source, show, api, producer, say);

  const bad = new BadRows(say);
  const feeder = new Feeder(api, show.id, producer, (origin, code, message) => bad.say(`${origin}: rejected, ${code}: ${message}`));
  const mapper = new Mapper({ mapping, producer, currency: show.currency, time: timeReader(mapping, show.createdAt) });
  await send(events(source, mapper, bad, say), options.speed, feeder, clock, say);
  await feeder.drain();

  bad.sum();
  say.line(`sent ${sentLine(feeder.totals)}`);
  for (const line of await tallyLines(api, show.id, show.currency, feeder.totals.lastId)) say.line(line);
  if (options.past) say.line(show.status === 'ended' ? 'the show has ended already: nothing more to say of it' : await tellPast(api, show.id));
  return { showId: show.id, totals: feeder.totals, badRows: bad.count };
}

/** Says that a planned show took place. What was sent is counted by now. @returns what was said */
async function tellPast(api: Api, showId: string): Promise<string> {
  const { facts } = await api.get(`/shows/${showId}/review`, Told);
  if (!facts) throw new Refused(409, 'WRONG_STATE', 'the show has no facts, so nobody knows when it took place');
  const { startedAt, endedAt } = tookPlace(facts);
  await api.command(showId, { id: `past-${randomUUID()}`, type: 'show.tellPast', payload: { startedAt, endedAt } });
  return `the show took place from ${new Date(startedAt).toISOString()} to ${new Date(endedAt).toISOString()}: it is an ended one now`;
}

async function findOrCreate(api: Api, id: string | undefined, title: string, currency: string): Promise<ShowFacts> {
  try {
    if (id !== undefined) return await api.get(`/shows/${encodeURIComponent(id)}`, ShowFacts);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  }
  return api.post('/shows', ShowFacts, { type: 'application/json', body: JSON.stringify({ ...(id === undefined ? {} : { id }), title, currency, listings: [] }) });
}

async function createListings(source: Source, show: ShowFacts, api: Api, producer: string, say: Say): Promise<void> {
  if (!source.mapping.listing) return;
  const found = await listingsIn(rowsOf(source, (read) => say.progress(`  looking for listings: ${percent(read, source.bytes)}`)), source.mapping, show.currency);
  const have = new Set(show.listings.flatMap(({ skus }) => skus.map(({ sku }) => sku)));
  const add = missing(found, have);
  await addListings(api, show.id, producer, add, (count) => say.progress(`  creating listings: ${grouped(count)} of ${grouped(add.length)}`));
  if (add.length > 0) say.line(`  ${grouped(add.length)} listings created from the rows`);
  const without = found.filter(({ sku }) => !have.has(sku)).length - add.length;
  if (without > 0) say.line(`  ${grouped(without)} more SKUs without a listing (${have.size > 0 && add.length === 0 ? 'the show has a catalogue of its own' : 'a show holds no more'}): counted under the SKU`);
}

async function* events(source: Source, mapper: Mapper, bad: BadRows, say: Say): AsyncGenerator<Prepared> {
  let read = 0;
  let made = 0;
  for await (const row of rowsOf(source, (bytes) => (read = bytes))) {
    const mapped = isBad(row) ? row : mapper.map(row);
    if (isBad(mapped)) bad.add(mapped);
    else {
      made += mapped.length;
      yield* mapped;
    }
    say.progress(`  ${percent(read, source.bytes)} read, ${grouped(made)} events`);
  }
  for (const event of mapper.finish()) {
    if (isBad(event)) bad.add(event);
    else yield event;
  }
}

async function send(from: AsyncGenerator<Prepared>, speed: number | 'max', feeder: Feeder, clock: Clock, say: Say): Promise<void> {
  if (speed === 'max') {
    const batches = new FullBatches(feeder);
    for await (const event of from) await batches.add(event);
    await batches.flush();
    return;
  }
  const all: Prepared[] = [];
  for await (const event of from) all.push(event);
  await sendPaced(all, speed, feeder, clock, (count) => say.progress(`  ${grouped(count)} of ${grouped(all.length)} events sent, at ${speed}×`));
}

/** Names bad rows, the first ones only; counts them all. */
class BadRows {
  count = 0;
  constructor(private readonly out: Say) {}

  add(row: BadRow): void {
    this.say(`${originOf(row)}: ${row.reason}`);
  }

  say(text: string): void {
    this.count += 1;
    if (this.count <= BAD_ROWS_SHOWN) this.out.line(`  ${text}`);
  }

  sum(): void {
    if (this.count > BAD_ROWS_SHOWN) this.out.line(`  … and ${grouped(this.count - BAD_ROWS_SHOWN)} more bad rows`);
    if (this.count > 0) this.out.line(`${grouped(this.count)} bad rows left out`);
  }
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 100 : Math.floor((part / whole) * 100)} %`;

function producerOf(file: string, hash: string): string {
  const stem = basename(file).replace(/\.[^.]*$/, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 32);
  return `replay-${stem === '' ? '' : `${stem}-`}${hash.slice(0, 8)}`;
}
