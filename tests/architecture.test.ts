import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCycle, importsOf, missing, readSources, type Source } from './support/imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readSources(root, ['client', 'server', 'shared']);

const BELOW_THE_EDGE = ['shared', 'server/store', 'server/room', 'server/ingest', 'server/recording', 'server/desk', 'server/checkout', 'server/review', 'server/access'];

/** What each room may import besides itself and packages. ARCHITECTURE.md says why; a room that is not here may import nothing. */
const ROOMS: Record<string, readonly string[]> = {
  shared: [],
  'server/setup': [],
  'server/config.ts': [],
  'server/store': ['shared'],
  'server/ingest': ['shared', 'server/store'],
  'server/recording': ['shared', 'server/store', 'server/ingest'],
  'server/room': ['shared', 'server/store', 'server/ingest', 'server/recording'],
  'server/desk': ['shared', 'server/store'],
  'server/checkout': ['shared', 'server/store'],
  'server/review': ['shared', 'server/store'],
  'server/access': ['shared', 'server/store'],
  'server/tls': [],
  'server/live': BELOW_THE_EDGE,
  'server/http': BELOW_THE_EDGE,
  // The demo show is wiring too, only kept out of app.ts.
  'server/demo.ts': BELOW_THE_EDGE,
  'server/app.ts': [...BELOW_THE_EDGE, 'server/live', 'server/http', 'server/tls', 'server/config.ts', 'server/demo.ts'],
  'server/main.ts': ['server/app.ts', 'server/config.ts'],
  'client/live': ['shared'],
  'client/styles': [],
  'client/format': ['shared'],
  'client/sheet': ['shared'],
  'client/catalogue': ['shared', 'client/sheet'],
  'client/orders': ['shared', 'client/sheet'],
  'client/i18n': ['shared', 'client/format', 'client/live'],
  'client/stores': ['shared', 'client/format', 'client/catalogue', 'client/orders', 'client/i18n', 'client/live'],
  'client/composables': ['shared', 'client/format', 'client/i18n', 'client/stores'],
  'client/components': ['shared', 'client/format', 'client/sheet', 'client/catalogue', 'client/orders', 'client/i18n', 'client/stores', 'client/composables'],
  'client/pages': ['shared', 'client/format', 'client/i18n', 'client/stores', 'client/composables', 'client/components'],
  // main, router and App wire the rest together.
  client: ['client/live', 'client/styles', 'client/i18n', 'client/stores', 'client/composables', 'client/components', 'client/pages'],
};

/** Packages that belong to one room, and who else may know them. */
const PACKAGES: readonly { name: RegExp; only: readonly string[]; why: string }[] = [
  { name: /^@duckdb\//, only: ['server/recording', 'server/review'], why: 'only recordings are asked by SQL' },
  { name: /^ioredis$/, only: ['server/store'], why: 'only store knows Redis' },
  { name: /^socket\.io-client$/, only: ['client/live'], why: 'only client/live touches the socket' },
  { name: /^(socket\.io|@socket\.io\/.*)$/, only: ['server/live'], why: 'only live knows sockets' },
  { name: /^(fastify|@fastify\/.*)$/, only: ['server/http', 'server/access', 'server/app.ts'], why: 'desk, checkout and the rest know no request' },
];

function roomOf(file: string): string {
  const parts = file.split('/');
  const pair = parts.slice(0, 2).join('/');
  return pair in ROOMS ? pair : (parts[0] ?? file);
}

/** Every import that the tables above forbid, worded for the person who wrote it. */
function violations(all: readonly Source[]): string[] {
  return all.flatMap(({ file, imports }) => imports.flatMap((name) => judge(file, name)));
}

function judge(file: string, name: string): string[] {
  const room = roomOf(file);
  const says = (why: string): string[] => [`${file} imports ${name}: ${why}`];
  if (/^(client|server|shared|tests)\//.test(name)) {
    const other = roomOf(name);
    return other === room || ROOMS[room]?.includes(other) === true ? [] : says(`${room} may not know ${other}`);
  }
  if (name.startsWith('..')) return says('it is outside the repository');
  if (room === 'shared' && !/^typebox(\/|$)/.test(name)) return says('shared is pure and imports only the schema library');
  if (room === 'server/setup' && !name.startsWith('node:')) return says('setup runs before any package is installed');
  if (room.startsWith('client') && name.startsWith('node:')) return says('a browser has no Node');
  const owned = PACKAGES.find((entry) => entry.name.test(name));
  return owned === undefined || owned.only.includes(room) ? [] : says(owned.why);
}

describe('the rooms of ARCHITECTURE.md', () => {
  it('are imported only by those who may', () => {
    expect(violations(sources)).toEqual([]);
  });

  it('have no cycle of files', () => {
    expect(findCycle(sources)).toBeUndefined();
  });

  it('import only files that exist', () => {
    expect(missing(root, sources)).toEqual([]);
  });

  it('were really read', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.find(({ file }) => file === 'server/store/connect.ts')?.imports).toContain('ioredis');
  });
});

describe('these tests', () => {
  it.each([
    ['server/store/keys.ts', 'server/room/room.ts'],
    ['server/room/room.ts', 'ioredis'],
    ['server/room/room.ts', 'server/http/shows.ts'],
    ['server/desk/desk.ts', 'server/live/live.ts'],
    ['server/desk/desk.ts', 'fastify'],
    ['server/checkout/take.ts', 'server/http/claims.ts'],
    ['server/checkout/take.ts', 'socket.io'],
    ['server/unheard-of/thing.ts', 'server/store/keys.ts'],
    ['server/setup/start.js', 'fastify'],
    ['server/main.ts', 'server/room/room.ts'],
    ['shared/money.ts', 'node:crypto'],
    ['shared/money.ts', 'vue'],
    ['shared/money.ts', 'server/store/keys.ts'],
    ['client/pages/Desk.vue', 'server/config.ts'],
    ['client/pages/Desk.vue', 'node:fs'],
    ['client/pages/Desk.vue', 'socket.io-client'],
    ['client/stores/show.ts', 'tests/support/redis.ts'],
    ['client/components/metric/Tile.vue', 'client/live/live.ts'],
    ['client/components/metric/Tile.vue', 'client/pages/Desk.vue'],
    ['client/live/live.ts', 'client/stores/show.ts'],
  ])('refuse %s importing %s', (file, name) => {
    expect(violations([{ file, imports: [name] }])).toHaveLength(1);
  });

  it.each([
    ['server/store/keys.ts', 'ioredis'],
    ['server/room/room.ts', 'server/store/keys.ts'],
    ['server/app.ts', 'server/live/live.ts'],
    ['shared/show/show.ts', 'typebox/value'],
    ['client/stores/show.ts', 'client/live/live.ts'],
    ['client/components/metric/Tile.vue', 'client/stores/show.ts'],
  ])('allow %s importing %s', (file, name) => {
    expect(violations([{ file, imports: [name] }])).toEqual([]);
  });

  it('find a cycle however long, and none in a diamond', () => {
    const a = { file: 'a', imports: ['b', 'c'] };
    const b = { file: 'b', imports: ['d'] };
    const c = { file: 'c', imports: ['d'] };
    expect(findCycle([a, b, c, { file: 'd', imports: [] }])).toBeUndefined();
    expect(findCycle([a, b, c, { file: 'd', imports: ['c'] }])).toEqual(['d', 'c', 'd']);
    expect(findCycle([{ file: 'a', imports: ['a'] }])).toEqual(['a', 'a']);
  });

  it('see every way to import, in both scripts of a component', () => {
    const text = "import type { A } from './a.ts'; export * from '../b.ts'; const c = await import('./c.ts'); import './d.css';";
    expect(importsOf('client/stores/x.ts', text)).toEqual(['client/stores/a.ts', 'client/b.ts', 'client/stores/c.ts', 'client/stores/d.css']);
    const component = '<script lang="ts">import "vue";</script><script setup lang="ts">import X from "./X.vue";</script><template><X /></template>';
    expect(importsOf('client/components/x.vue', component)).toEqual(['vue', 'client/components/X.vue']);
  });
});
