import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { isStarted } from '../../shared/show/deals.ts';
import type { NewShow } from '../../shared/show/create.ts';
import type { Actor, Show } from '../../shared/show/show.ts';
import { Buyers, type Till } from './demo/buyers.ts';
import { demoShow } from './demo/catalogue.ts';
import { pressesDue, restockDue } from './demo/director.ts';
import { createAudience, viewerIdOf, type Audience } from './simulate/audience.ts';

export const DEMO_SHOW = 'demo';
/** In whose name the demo acts. */
export const DEMO_ACTOR: Actor = { id: 'demo', name: '演示', role: 'admin' };
export const DEMO_FEEDS = { audience: '直播间', orders: '订单' } as const;

/** What the demo needs of the server around it. `at` is the moment a thing happens, Unix ms: on a fresh start, minutes ago. */
export interface DemoPorts {
  now: () => number;
  read: (showId: string) => Promise<Show | undefined>;
  create: (show: NewShow, at: number) => Promise<void>;
  /** Resolves whether or not the command is refused: a person may have been quicker. */
  command: (showId: string, type: string, payload: Record<string, unknown>, at: number) => Promise<void>;
  /** Where buyers of deals take units and pay. */
  till: Till;
  /** Units left of each SKU. */
  left: (showId: string) => Promise<ReadonlyMap<string, number>>;
  append: (showId: string, feed: string, events: readonly PlatformEvent[]) => Promise<void>;
  /** What was counted before this start: people inside and people seen, and when the journal was last written. */
  counted: (showId: string) => Promise<{ online: number; viewers: number; at: number }>;
  wait: (ms: number) => Promise<void>;
  onTrouble: (error: unknown) => void;
}

export interface Demo {
  /** Everybody leaves, and nothing more is sent. */
  stop: () => Promise<void>;
}

const STEP_MS = 500;
/** A fresh demo begins this long ago, so that its charts are not empty. */
const HISTORY_MS = 10 * 60_000;
const HISTORY_STEP_MS = 5_000;
/** After a longer pause (a laptop asleep) everybody has left, rather than an hour being made up. */
const ASLEEP_MS = 30_000;
/** People who arrive in an average minute: about a thousand inside. */
const ARRIVALS_PER_MINUTE = 470;
/** The most different people in the demo, so that one left running for weeks stays small. */
const PEOPLE = 60_000;
/** People who come straight back when the server does. */
const BACK = 800;
/** Events kept while the store is away; beyond them the oldest are dropped. */
const KEPT = 20_000;
const BATCH = 2_000;
const ALIVE_MS = 2_000;
/** How often the shelves are looked at. */
const RESTOCK_MS = 60_000;
const SEED = 11;

/** Runs the demo show until it is stopped or a person ends the show: on the first start with some minutes of history, on later ones where it stood. */
export async function startDemo(ports: DemoPorts): Promise<Demo> {
  let stopped = false;
  const buyers = new Buyers(ports.till);
  let lookedAt = 0;
  const lines = { audience: new Line(ports, DEMO_FEEDS.audience), orders: new Line(ports, DEMO_FEEDS.orders) };
  let audience: Audience;
  let last = ports.now();

  const begin = (at: number, seen: number): Audience => createAudience({ seed: SEED, startAt: at, arrivalsPerMinute: ARRIVALS_PER_MINUTE, people: PEOPLE, seen, rush: seen > 0 ? BACK : 0 });

  const restocks = async (show: Show, at: number): Promise<ReturnType<typeof restockDue>> => {
    if (at - lookedAt < RESTOCK_MS) return [];
    lookedAt = at;
    return restockDue(show, await ports.left(DEMO_SHOW));
  };

  /** One step: what the controller presses, then what the audience does. False when the show is over. */
  const step = async (at: number, isNow: boolean): Promise<boolean> => {
    let show = await ports.read(DEMO_SHOW);
    if (!show || show.status === 'ended') return false;
    const presses = [...pressesDue(show, at, DEMO_ACTOR.name, isNow), ...(await restocks(show, at))];
    for (const { type, payload } of presses) await ports.command(DEMO_SHOW, type, payload, at);
    if (presses.length > 0) show = (await ports.read(DEMO_SHOW)) ?? show;
    const feeds = audience.step(at, { ...show, deals: show.deals.filter(isStarted) });
    await Promise.all([lines.audience.send(feeds.audience, at), lines.orders.send(await buyers.pass(feeds.orders), at)]);
    return true;
  };

  /** A store that is slow for a moment must not end the demo: what could not be sent is kept, and goes with the next step. */
  const attempt = async (at: number, isNow = true): Promise<boolean> => {
    try {
      return await step(at, isNow);
    } catch (error) {
      ports.onTrouble(error);
      return true;
    }
  };

  const leave = (at: number): Promise<void> => lines.audience.send(audience.close(at), at);

  if (await ports.read(DEMO_SHOW)) {
    const before = await ports.counted(DEMO_SHOW);
    audience = begin(last, before.viewers);
    // A killed server left people inside who will never leave: they left when it was last heard.
    if (before.online > 0) await lines.audience.send(everybody(before.viewers, before.at), last);
  } else {
    const from = last - HISTORY_MS;
    audience = begin(from, 0);
    await ports.create(demoShow(DEMO_SHOW), from);
    for (let at = from; at < last; at += HISTORY_STEP_MS) await attempt(at, false);
    last = ports.now();
  }

  const run = async (): Promise<void> => {
    while (!stopped) {
      await ports.wait(STEP_MS);
      if (stopped) return;
      const now = ports.now();
      if (now - last > ASLEEP_MS) {
        await leave(last);
        audience = begin(now, (await ports.counted(DEMO_SHOW)).viewers);
      }
      last = now;
      if (!(await attempt(now))) return;
    }
  };
  const keepRunning = async (): Promise<void> => {
    while (!stopped) {
      try {
        await run();
        return;
      } catch (error) {
        ports.onTrouble(error);
      }
    }
  };
  const running = keepRunning();
  return {
    stop: async () => {
      stopped = true;
      await running;
      await leave(ports.now());
    },
  };
}

const everybody = (viewers: number, at: number): PlatformEvent[] =>
  Array.from({ length: viewers }, (_, person) => ({ type: 'viewer.left', at, viewerId: viewerIdOf(SEED, person) }));

/** One feed of the demo: keeps what could not be sent yet, and says that it is alive when there is nothing to send. */
class Line {
  private kept: PlatformEvent[] = [];
  private spokeAt = 0;

  constructor(
    private readonly ports: DemoPorts,
    private readonly feed: string,
  ) {}

  async send(events: readonly PlatformEvent[], at: number): Promise<void> {
    this.kept.push(...events);
    if (this.kept.length > KEPT) this.kept.splice(0, this.kept.length - KEPT);
    if (this.kept.length === 0 && at - this.spokeAt < ALIVE_MS) return;
    do {
      await this.ports.append(DEMO_SHOW, this.feed, this.kept.slice(0, BATCH));
      this.kept.splice(0, BATCH);
      this.spokeAt = at;
    } while (this.kept.length > 0);
  }
}
