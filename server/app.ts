import { randomUUID } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import { Access } from './access/access.ts';
import { ConfigError, lanAddresses, ownAddresses, type Config } from './config.ts';
import { Checkout } from './checkout/checkout.ts';
import { Desk } from './desk/desk.ts';
import { claimRoutes } from './http/claims.ts';
import { doorRoutes } from './http/doors.ts';
import { eventRoutes } from './http/events.ts';
import { guard } from './http/guard.ts';
import { healthRoutes } from './http/health.ts';
import { itemRoutes } from './http/items.ts';
import { linkRoutes } from './http/links.ts';
import { limitPrograms } from './http/limits.ts';
import { logRoutes } from './http/log.ts';
import { peopleRoutes } from './http/people.ts';
import { placeRoutes } from './http/place.ts';
import { answerNothing, answerProblems } from './http/problems.ts';
import { reconcileRoutes } from './http/reconcile.ts';
import { recordingRoutes } from './http/recordings.ts';
import { reviewRoutes } from './http/review.ts';
import { serveScreens } from './http/screens.ts';
import { sessionRoutes } from './http/session.ts';
import { compileCheck } from './http/schemas.ts';
import { showRoutes } from './http/shows.ts';
import { stockRoutes } from './http/stock.ts';
import { tallyRoutes } from './http/tally.ts';
import { isOpenPath, trustRoutes } from './http/trust.ts';
import { demoPorts } from './demo.ts';
import { DEMO_SHOW, startDemo, type Demo } from './ingest/demo.ts';
import { Ingest } from './ingest/ingest.ts';
import { audienceOf } from './live/audience.ts';
import { openIo, type Io } from './live/io.ts';
import { answerScreens } from './live/live.ts';
import { ledgerEntry } from './room/bookkeeper.ts';
import { DESK_FEED } from './room/decode.ts';
import { Analyst } from './recording/analyst.ts';
import { Erasure } from './recording/erasure.ts';
import { Intake } from './recording/intake.ts';
import { Scribe } from './recording/scribe.ts';
import { ShelvedShows } from './recording/shelved.ts';
import { Shelf } from './recording/shelf.ts';
import { Rooms } from './room/rooms.ts';
import { Views } from './room/views.ts';
import { Witness } from './room/witness.ts';
import { entryMs } from '../shared/ids.ts';
import { LEASE_MS } from './store/leases.ts';
import { openStore } from './store/store.ts';
import { ownNames } from './tls/names.ts';
import { serveBoth } from './tls/serve.ts';
import { Tls } from './tls/tls.ts';

/** What the app is made of, for those who drive it from inside: the demo, and tests. */
export interface App {
  fastify: FastifyInstance;
  access: Access;
  desk: Desk;
  ingest: Ingest;
  tls: Tls | undefined;
}

/** Where `npm start` puts the built screens, seen from the sources and from the bundle alike. */
const SCREENS = ['../dist/client', '../client'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * Wires everything together, listening nowhere yet. Rejects when Redis cannot be reached.
 * @param ownClock server time, Unix ms, in place of the store's: tests of a long evening bring one
 */
export async function buildApp(config: Config, ownClock?: () => number): Promise<App> {
  const tls = tlsOf(config);
  const fastify = Fastify<Server>({
    logger: { level: config.logLevel },
    trustProxy: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
    // An https server does all that Fastify asks of one, but is no http.Server by its type.
    ...(tls ? { serverFactory: (handler: RequestListener) => serveBoth(tls.shown, handler, isOpenPath) as unknown as Server } : {}),
  })
    .setValidatorCompiler(compileCheck)
    .withTypeProvider<TypeBoxTypeProvider>();
  const newId = (): string => randomUUID();
  const onTrouble = (error: unknown): void => fastify.log.warn(error);

  const store = await openStore({ url: config.redisUrl, processId: randomUUID(), onTrouble });
  const now = ownClock ?? (() => store.clock.now());
  const witness = await Witness.open(config.dataDir);
  const access = new Access({ store, adminKey: config.adminKey, now, onTrouble });
  // The rooms speak to screens that are opened after them.
  const speaker: { io?: Io } = {};
  const shelf = await Shelf.open(config.dataDir);
  const scribe = new Scribe({ redisUrl: config.redisUrl, folder: shelf.folder });
  const isKeptHere = await store.recordings.settleAt(shelf.place);
  if (!isKeptHere) fastify.log.warn(`Shows are recorded in another DATA_DIR than ${config.dataDir}: what this process hosts is not recorded until one that shares it takes over.`);
  const recording = isKeptHere ? { shelf, scribe } : undefined;
  const rooms: Rooms = new Rooms({ store, witness, recording, audience: audienceOf(() => speaker.io, () => rooms.alone), now, newId, onTrouble });
  const analyst = new Analyst(shelf);
  const intake = new Intake({ store, shelf: isKeptHere ? shelf : undefined, analyst, note: (who, from, what) => access.log.note('recording-imported', who, from, what) });
  const shelved = new ShelvedShows({ store, shelf, analyst, onTrouble });
  const erasure = new Erasure({ store, shelf: isKeptHere ? shelf : undefined, note: (who, from, what) => access.log.note('recording-deleted', who, from, what), titleOf: (showId) => shelved.titleOf(showId), forget: (showId) => rooms.forget(showId), days: config.recordingsDays, now, onTrouble });
  const views = new Views(store, rooms, analyst, recording?.shelf, now);
  const ingest = new Ingest(store.journal, (showId, { id, previous, feed, events }) => {
    rooms.offer(showId, { kind: 'facts', id, arrivedAt: entryMs(id), feed, events }, previous);
  });
  const deskAt = (clock: () => number): Desk =>
    new Desk({
      store,
      now: clock,
      newId,
      onCommitted: (showId, { id, previous, revision, events }) => {
        rooms.offer(showId, { kind: 'decision', id, arrivedAt: entryMs(id), feed: DESK_FEED, events, revision }, previous);
      },
    });
  const desk = deskAt(now);
  const checkout = new Checkout({ ledger: store.ledger, onJournalled: (showId, entry) => rooms.offer(showId, ledgerEntry(entry), entry.previous) });

  answerProblems(fastify);
  await fastify.register(swagger, { openapi: { info: { title: 'Changkong 场控', version: 'v1', description: 'Live-commerce control room: feeds in, decisions, numbers out. Money in minor units, time in Unix ms.' } } });
  // Feeds and storefronts ask thousands of times a second, and a page's headers say nothing to them: they are beside what people use, not within it.
  await fastify.register(
    async (programs) => {
      // A request's own logger is for the lines that tell of it, which begin at info.
      if (!['info', 'debug', 'trace'].includes(config.logLevel)) programs.setChildLoggerFactory((logger) => logger);
      guard(programs, access, config.publicOrigins);
      await limitPrograms(programs, config);
      await programs.register(eventRoutes(ingest));
      await programs.register(claimRoutes(checkout));
    },
    { prefix: '/api/v1' },
  );
  await fastify.register(async (pages) => {
    await pages.register(helmet, {
      contentSecurityPolicy: { useDefaults: false, directives: POLICY },
      // Whoever trusts a certificate of our own making must be able to take that back.
      strictTransportSecurity: tls !== undefined && config.tls !== 'own',
      crossOriginOpenerPolicy: tls !== undefined,
      originAgentCluster: tls !== undefined,
    });
    answerNothing(pages);
    await pages.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
    pages.get('/api/openapi.json', { schema: { hide: true } }, () => fastify.swagger());
    healthRoutes(pages, store, access);
    trustRoutes(pages, () => tls?.shown.authority);
    await pages.register(sessionRoutes(access, config.publicOrigins), { prefix: '/api/v1' });
    await pages.register(
      async (guarded) => {
        guard(guarded, access, config.publicOrigins);
        await guarded.register(showRoutes(store, shelved, desk, access));
        await guarded.register(logRoutes(store));
        await guarded.register(tallyRoutes(store, views, analyst));
        await guarded.register(reviewRoutes(store, views, analyst, now));
        await guarded.register(reconcileRoutes(views, analyst, now));
        await guarded.register(recordingRoutes({ store, views, shelf, analyst, erasure, intake, now }));
        await guarded.register(itemRoutes(store, access, now));
        await guarded.register(stockRoutes(store));
        await guarded.register(peopleRoutes(access));
        await guarded.register(doorRoutes(access, store));
        await guarded.register(linkRoutes(access.links, store));
        const lan = (): string[] => lanAddresses(config, portOf(fastify) ?? config.port);
        await guarded.register(placeRoutes({ store, lan, origins: config.publicOrigins, tls: tls !== undefined, fingerprint: () => tls?.shown.fingerprint }));
      },
      { prefix: '/api/v1' },
    );
    await serveScreens(pages, SCREENS);
  });

  const io = openIo({ http: fastify.server, store, access, origins: config.publicOrigins, most: config.socketsLimit });
  speaker.io = io;
  const screens = answerScreens({ io, access, desk, views, now, onTrouble });
  store.onAccessChanged(() => screens.recheck());
  rooms.open();
  erasure.open();
  const stopRenewing = tls?.follow(fastify.server as unknown as Parameters<Tls['follow']>[0], onTrouble);
  let demo: Promise<Demo> | undefined;
  let standby: NodeJS.Timeout | undefined;
  if (config.demo) {
    /** Of several processes on one Redis only the one that hosts the demo plays its audience; the others look again. */
    const play = async (): Promise<void> => {
      if (demo || !(await rooms.host(DEMO_SHOW))) return;
      clearInterval(standby);
      demo ??= startDemo(demoPorts({ store, ingest, views, checkout, deskAt: (at) => deskAt(() => at), onTrouble }));
      await demo;
    };
    fastify.addHook('onListen', () => {
      standby = setInterval(() => void play().catch(onTrouble), LEASE_MS);
      void play().catch(onTrouble);
    });
  }
  fastify.addHook('preClose', async () => {
    // Sockets first: an open WebSocket would keep the HTTP server from closing.
    io.local.emit('server:restarting', { backInMs: 3_000 });
    stopRenewing?.();
    screens.close();
    clearInterval(standby);
    erasure.close();
    await demo?.then((running) => running.stop(), onTrouble);
    // Other processes on this Redis go on: only our own screens.
    io.local.disconnectSockets(true);
    io.engine.close();
    await rooms.close();
    await Promise.all([scribe.close(), analyst.close()]);
  });
  fastify.addHook('onClose', () => store.close());
  return { fastify, access, desk, ingest, tls };
}

/** @throws ConfigError where the given files are no certificate and its key. */
function tlsOf({ tls, dataDir }: Config): Tls | undefined {
  if (tls === undefined) return undefined;
  if (tls === 'own') return Tls.own(join(dataDir, 'tls'), () => ownNames(ownAddresses()), Date.now);
  try {
    return Tls.given(tls);
  } catch (error) {
    throw new ConfigError('TLS_CERT', tls.cert, `with TLS_KEY it must be a certificate in PEM and its key: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where it listens, once it does: with PORT=0 only the system knows. */
function portOf({ server }: FastifyInstance): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

/** Our own files and nothing else; no inline script. Without TLS nothing may be upgraded to it. */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'https:', 'http:'],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  fontSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
};
