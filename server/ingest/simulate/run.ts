import { Type, type Static } from 'typebox';
import { Refused, type Api } from '../feeder/api.ts';
import { Feeder } from '../feeder/batches.ts';
import { grouped, type Say } from '../feeder/say.ts';
import { tallyLines, sentLine } from '../feeder/summary.ts';
import { demoShow } from '../demo/catalogue.ts';
import { createAudience, GRAIN_MS } from './audience.ts';
import { tideVolume } from './arrivals.ts';
import type { SeenListing, SeenRoom } from './room.ts';

export interface SimulateOptions {
  /** Made where there is none of this id; without it a new show is made. Both with the demo's catalogue. */
  show?: string;
  /** How many different people come. */
  viewers: number;
  minutes: number;
  seed: number;
  /** How many simulated seconds pass in a second. */
  speed: number;
}

export interface SimulateClock {
  /** Unix ms. */
  now: () => number;
  wait: (ms: number) => Promise<void>;
  /** True once the person at the terminal wants an early, orderly end. */
  stopping: () => boolean;
}

const MINUTE = 60_000;
const STEP_MS = 250;
/** Simulated time taken at once: a fast run goes through the same moments as a slow one. */
const SLICE_MS = 2_000;
const BATCH = 1_000;
const ALIVE_MS = 3_000;
const LOOK_MS = 1_000;
/** In a show that nobody has started, the audience imagines a host who takes the next listing this often. */
const IMAGINED_TAKE_MS = 4 * MINUTE;

const Seen = Type.Object({
  id: Type.String(),
  title: Type.String(),
  currency: Type.String(),
  status: Type.String(),
  onAir: Type.Optional(Type.Object({ listingId: Type.String(), since: Type.Number() })),
  listings: Type.Array(
    Type.Object({
      id: Type.String(),
      number: Type.Number(),
      title: Type.String(),
      price: Type.Number(),
      listPrice: Type.Optional(Type.Number()),
      shelved: Type.Optional(Type.Boolean()),
      skus: Type.Array(Type.Object({ sku: Type.String(), name: Type.String(), price: Type.Optional(Type.Number()), stock: Type.Number() })),
    }),
  ),
});
type Seen = Static<typeof Seen>;

/** Sends a seeded audience into a show through the public API, in two feeds, and says what came of it. @throws Refused, Unreachable */
export async function simulate(options: SimulateOptions, api: Api, say: Say, clock: SimulateClock): Promise<{ showId: string }> {
  const { viewers, minutes, seed, speed } = options;
  let show = await findOrCreate(api, options.show);
  const begun = clock.now();
  const lasts = minutes * MINUTE;
  // Simulated time ends when the run ends: a fast one begins in the past, because nothing may happen in the future.
  const startAt = Math.round(begun - lasts * (1 - 1 / speed));
  const audience = createAudience({ seed, startAt, people: viewers, arrivalsPerMinute: viewers / (tideVolume(seed, lasts, GRAIN_MS) / MINUTE), allWithinMs: lasts });
  const rejected = (origin: string, code: string, message: string): void => say.line(`  ${origin}: rejected, ${code}: ${message}`);
  const feeds = { audience: new Line(new Feeder(api, show.id, `sim-audience-${seed}`, rejected), begun), orders: new Line(new Feeder(api, show.id, `sim-orders-${seed}`, rejected), begun) };
  say.line(`${grouped(viewers)} people over ${grouped(minutes)} min, seed ${seed}, ${speed}× → show ${show.id} "${show.title}"`);

  let looked = begun;
  let reached = startAt;
  for (let last = false; !last; ) {
    await clock.wait(STEP_MS);
    const now = clock.now();
    const at = Math.min(startAt + lasts, Math.floor(startAt + (now - begun) * speed));
    last = at >= startAt + lasts || clock.stopping();
    if (now - looked >= LOOK_MS) {
      show = await api.get(`/shows/${show.id}`, Seen);
      looked = now;
    }
    for (; reached < at; ) {
      reached = Math.min(at, reached + SLICE_MS);
      const events = audience.step(reached, roomOf(show, reached, startAt));
      await feeds.audience.send(events.audience, now);
      await feeds.orders.send(events.orders, now);
    }
    if (last) await feeds.audience.send(audience.close(at), now);
    say.progress(`  ${((at - startAt) / MINUTE).toFixed(1)} of ${minutes} min, ${grouped(audience.online())} online, ${grouped(feeds.audience.sent)} events`);
  }
  const ends = await Promise.all([feeds.audience.end(), feeds.orders.end()]);
  say.line(`audience: sent ${sentLine(ends[0])}`);
  say.line(`orders: sent ${sentLine(ends[1])}`);
  for (const { lastId } of ends) await tallyLines(api, show.id, show.currency, lastId);
  for (const line of await tallyLines(api, show.id, show.currency, undefined)) say.line(line);
  return { showId: show.id };
}

async function findOrCreate(api: Api, id: string | undefined): Promise<Seen> {
  try {
    if (id !== undefined) return await api.get(`/shows/${encodeURIComponent(id)}`, Seen);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  }
  const { id: _demo, ...show } = demoShow('');
  return api.post('/shows', Seen, { type: 'application/json', body: JSON.stringify({ ...show, ...(id === undefined ? {} : { id }), title: '模拟观众' }) });
}

/** What the audience sees: what is on air, or, in a show not started, what would be. */
function roomOf(show: Seen, at: number, startAt: number): SeenRoom {
  const listings = show.listings as SeenListing[];
  if (show.onAir) return { listings, onAir: show.onAir };
  const turn = Math.floor((at - startAt) / IMAGINED_TAKE_MS);
  const imagined = show.status === 'planned' ? listings[turn % Math.max(1, listings.length)] : undefined;
  return { listings, ...(imagined ? { onAir: { listingId: imagined.id, since: startAt + turn * IMAGINED_TAKE_MS } } : {}) };
}

/** One feed: numbered batches, and a heartbeat where there is nothing to report. */
class Line {
  /** From the clock, so that a later run's numbers are higher and never taken for repeats. */
  private sequence: number;
  private spokeAt: number;
  sent = 0;

  constructor(private readonly feeder: Feeder, begunAt: number) {
    this.sequence = begunAt;
    this.spokeAt = begunAt;
  }

  async send(events: readonly object[], now: number): Promise<void> {
    if (events.length === 0 && now - this.spokeAt < ALIVE_MS) return;
    this.spokeAt = now;
    this.sent += events.length;
    for (let from = 0; from === 0 || from < events.length; from += BATCH) {
      await this.feeder.send({ lines: events.slice(from, from + BATCH).map((event) => JSON.stringify(event)), sequence: this.sequence++ });
    }
  }

  async end(): Promise<Feeder['totals']> {
    await this.feeder.drain();
    return this.feeder.totals;
  }
}
