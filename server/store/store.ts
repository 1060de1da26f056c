import type { Redis } from 'ioredis';
import { Clock } from './clock.ts';
import { openRedis } from './connect.ts';
import { Displays } from './displays.ts';
import { Doors } from './doors.ts';
import { Items } from './items.ts';
import { Journal } from './journal.ts';
import { ACCESS_KEYS, APPENDED_PATTERN, showOfChannel } from './keys.ts';
import { LedgerStore } from './ledger.ts';
import { Leases } from './leases.ts';
import { Logbook } from './logbook.ts';
import { People } from './people.ts';
import { persistenceOf, type Persistence } from './persistence.ts';
import { Recordings } from './recordings.ts';
import { Scripts } from './scripts.ts';
import { Sessions } from './sessions.ts';
import { Shows } from './shows.ts';
import { Snapshots } from './snapshots.ts';

export interface StoreOptions {
  url: string;
  /** Unique to this process; names it in leases. */
  processId: string;
  /** Connection trouble, for the log: every command that suffers from it also fails by itself. */
  onTrouble: (error: Error) => void;
}

/** Everything the product keeps, behind the only room that knows Redis. */
export interface Store {
  /** Server time. */
  clock: Clock;
  journal: Journal;
  shows: Shows;
  ledger: LedgerStore;
  logbook: Logbook;
  leases: Leases;
  snapshots: Snapshots;
  recordings: Recordings;
  displays: Displays;
  items: Items;
  sessions: Sessions;
  people: People;
  doors: Doors;
  /** True while commands can be sent. */
  ready(): boolean;
  /** One round trip; rejects when Redis does not answer. */
  ping(): Promise<void>;
  /** What Redis says of how it keeps data, for the settings. */
  persistence(): Promise<Persistence>;
  /** Calls back each time a connection is lost. */
  onLost(callback: () => void): void;
  /** Calls back each time the connection came back after an outage. */
  onReconnect(callback: () => void): void;
  /** Calls back when a process that is not the host appended to a show, or looks for one to host it. */
  onAppended(callback: (showId: string) => void): void;
  /** Calls back when somebody's rights changed or ended, at any process. */
  onAccessChanged(callback: () => void): void;
  /** A connection of their own for the Socket.IO adapter. */
  forAdapter(): { publisher: Redis; subscriber: Redis };
  close(): Promise<void>;
}

/** Connects; rejects when Redis cannot be reached at once. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const open = (purpose: Parameters<typeof openRedis>[1]) => openRedis(options.url, purpose, options.onTrouble);
  const write = open('write');
  const read = open('read');
  const subscriber = open('subscribe');
  const extra: Redis[] = [];
  await Promise.all([write.connect(), read.connect(), subscriber.connect()]);
  await Promise.all([subscriber.psubscribe(APPENDED_PATTERN), subscriber.subscribe(ACCESS_KEYS.changed)]);
  const scripts = new Scripts(write);
  const clock = new Clock(read, options.onTrouble);
  await clock.set();

  return {
    clock,
    journal: new Journal(write, read, scripts, options.processId),
    shows: new Shows(read, write, scripts, options.processId),
    ledger: new LedgerStore(read, scripts, options.processId),
    logbook: new Logbook(read),
    leases: new Leases(write, scripts, options.processId),
    snapshots: new Snapshots(write, read, scripts),
    recordings: new Recordings(write, read, scripts),
    displays: new Displays(write, read),
    items: new Items(read, scripts),
    sessions: new Sessions(write, read, scripts),
    people: new People(write, read, scripts),
    doors: new Doors(write, read, scripts),
    ready: () => write.status === 'ready' && read.status === 'ready',
    ping: async () => void (await write.ping()),
    persistence: () => persistenceOf(read),
    onLost: (callback) => {
      for (const redis of [write, read]) redis.on('close', callback);
    },
    onReconnect: (callback) => void read.on('ready', callback),
    onAppended: (callback) => void subscriber.on('pmessage', (_pattern: string, channel: string) => callback(showOfChannel(channel))),
    onAccessChanged: (callback) => void subscriber.on('message', callback),
    forAdapter: () => {
      const pair = { publisher: open('write'), subscriber: open('subscribe') };
      extra.push(pair.publisher, pair.subscriber);
      return pair;
    },
    close: async () => {
      clock.close();
      for (const redis of [write, read, subscriber, ...extra]) redis.disconnect();
      await Promise.resolve();
    },
  };
}
