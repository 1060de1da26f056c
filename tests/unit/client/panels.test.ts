import { beforeEach, describe, expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import { createApp, nextTick } from 'vue';
import { fits, pieces, siftWords } from '../../../client/components/panel/sift.ts';
import { isDeed, says, type Row } from '../../../client/components/panel/log.ts';
import { cueText } from '../../../client/composables/cues.ts';
import { tasksOf } from '../../../client/composables/todo.ts';
import { failureOf, failed, type Outcome } from '../../../client/live/http.ts';
import { LIVE, type Live } from '../../../client/live/live.ts';
import { useAlerts } from '../../../client/stores/alerts.ts';
import { useLog } from '../../../client/stores/log.ts';
import { useShow } from '../../../client/stores/show.ts';
import { useTally } from '../../../client/stores/tally.ts';
import type { ListingId } from '../../../shared/ids.ts';
import type { Alert } from '../../../shared/alerts/alert.ts';
import type { Actor, ShowEvent } from '../../../shared/show/events.ts';
import type { LogEntry, LogPage } from '../../../shared/show/log.ts';
import type { Show } from '../../../shared/show/show.ts';

const WANG: Actor = { id: 'p-wang', name: '小王', role: 'controller', screen: 'desk' };

/** What the server answers, by address; everything else is no answer. */
let pages: Map<string, LogPage>;
let asked: string[];

beforeEach(() => {
  localStorage.clear();
  pages = new Map();
  asked = [];
  const live = {
    http: {
      get: (path: string): Promise<Outcome<unknown>> => {
        asked.push(path);
        const page = pages.get(path);
        return Promise.resolve(page ? { ok: true, value: page } : failed(failureOf('OFFLINE')));
      },
    },
    transport: { hear: () => () => undefined, onLink: () => () => undefined, restarting: () => false, onRefused: () => () => undefined, connected: () => false },
    clock: { now: () => 1_000 },
  } as unknown as Live;
  const pinia = createPinia();
  createApp({}).provide(LIVE, live).use(pinia);
  setActivePinia(pinia);
});

const stage = (over: Partial<Show> = {}): void => {
  const show = useShow();
  show.show = { id: 's', listings: [], cues: [], alerts: {}, ...over } as unknown as Show;
  show.you = { id: 'p-wang', name: '小王', role: 'controller', approver: false };
};
const frozen = (commandId: string): ShowEvent => ({ type: 'show.frozen', at: 1, by: WANG, commandId });
const done = (revision: number, id = `${revision}-0`): LogEntry => ({ id, at: revision, by: WANG, commandId: `c${revision}`, outcome: 'done', revision, events: [{ type: 'show.frozen', at: revision, by: WANG, commandId: `c${revision}` }] });
const refused = (id: string): LogEntry => ({ id, at: 1, by: WANG, commandId: `x${id}`, outcome: 'refused', type: 'show.end', problem: { code: 'WRONG_STATE', detail: 'no' } });
const ids = (entries: readonly LogEntry[]): string[] => entries.map(({ id }) => id);
const address = (query: string): string => `/shows/s/log?${query}`;

describe('the log on screen', () => {
  it('has what the server tells and what the line told, each once, newest first', async () => {
    stage();
    const log = useLog();
    pages.set(address('limit=100'), { entries: [done(5), refused('4-1'), done(4)], before: null });
    await log.refresh();
    useShow().log = [
      { key: '6-0.1/1', revision: 6, event: frozen('c6') },
      { key: '6-0.1/0', revision: 6, event: frozen('c6') },
      { key: '5-0.0/0', revision: 5, event: frozen('c5') },
    ];
    expect(ids(log.entries)).toEqual(['6-0', '5-0', '4-1', '4-0']);
    expect(log.entries[0]).toMatchObject({ outcome: 'done', revision: 6, events: [{ type: 'show.frozen' }, { type: 'show.frozen' }] });
  });

  it('reads on after an absence until it meets what it knows, and no further', async () => {
    stage();
    const log = useLog();
    pages.set(address('limit=100'), { entries: [done(5)], before: '5_' });
    await log.refresh();
    pages.set(address('limit=20'), { entries: [done(9), done(8)], before: '8_' });
    pages.set(address('limit=100&before=8_'), { entries: [done(7), done(6)], before: '6_' });
    pages.set(address('limit=100&before=6_'), { entries: [done(5), done(4)], before: '4_' });
    pages.set(address('limit=100&before=4_'), { entries: [done(3)], before: null });
    await log.refresh();
    expect(ids(log.entries)).toEqual([9, 8, 7, 6, 5, 4].map((n) => `${n}-0`));
    expect(asked).not.toContain(address('limit=100&before=4_'));
  });

  it('goes back page by page to the beginning', async () => {
    stage();
    const log = useLog();
    pages.set(address('limit=100'), { entries: [done(5)], before: '5_' });
    pages.set(address('limit=100&before=5_'), { entries: [done(4)], before: null });
    await log.refresh();
    await log.older();
    expect(ids(log.entries)).toEqual(['5-0', '4-0']);
    expect(log.before).toBeNull();
    await log.older();
    expect(asked.filter((path) => path.includes('before'))).toHaveLength(1);
  });

  it('says that it could not be read, and forgets another show', async () => {
    stage();
    const log = useLog();
    await log.refresh();
    expect(log.trouble?.code).toBe('OFFLINE');
    pages.set(address('limit=100'), { entries: [done(5)], before: null });
    await log.refresh();
    expect(log.trouble).toBeUndefined();
    stage({ id: 'other' } as Partial<Show>);
    await nextTick();
    expect(log.entries).toEqual([]);
  });

  it('is not asked for by a role that may not read it', async () => {
    stage();
    useShow().you = { id: 'h', name: '林溪', role: 'host', approver: false };
    const log = useLog();
    await log.refresh();
    expect(log.allowed).toBe(false);
    expect(asked).toEqual([]);
  });

  it('marks on the trend what was done before this screen was opened, and what was seen since, each once', async () => {
    stage();
    const taken = (revision: number): ShowEvent => ({ type: 'listing.taken', at: revision, by: WANG, commandId: `c${revision}`, listingId: 'L1' as ListingId, before: null });
    pages.set(address('limit=500&types=listing.taken,deal.started,show.paused'), { entries: [3, 2].map((revision) => ({ ...done(revision), events: [taken(revision)] }) as LogEntry), before: null });
    const log = useLog();
    useShow().link = 'live';
    await nextTick();
    await nextTick();
    await nextTick();
    useShow().log = [{ key: '4-0.0/0', revision: 4, event: taken(4) }, { key: '3-0.0/0', revision: 3, event: taken(3) }];
    expect(log.actions.map(({ at }) => at).sort()).toEqual([2, 3, 4]);
  });

  it('leaves out what screens report by themselves, and is searched in its own words', () => {
    const seen: LogEntry = { ...done(1), outcome: 'done', revision: 1, events: [{ type: 'cue.acknowledged', at: 1, by: WANG, commandId: 'c', cueId: 'q', as: 'seen' }] };
    expect(isDeed(seen)).toBe(false);
    expect(isDeed(refused('1-0'))).toBe(true);
    const row: Row = { entry: done(2), look: 'done', told: [{ text: '改价 #7', changes: [{ field: '价格', before: '¥199', after: '¥149' }] }], command: '', about: '', why: '', day: '' };
    expect(says(row, siftWords('小王 ¥149'), '场控台')).toBe(true);
    expect(says(row, siftWords('场控台 改价'), '场控台')).toBe(true);
    expect(says(row, siftWords('小李'), '场控台')).toBe(false);
  });
});

describe('the alerts on screen', () => {
  it('count by colour what nobody has taken note of, also before the host has looked again', () => {
    const alert = (id: string, level: Alert['level']): Alert => ({ id, kind: 'stream.lost', level, since: 1, params: {} });
    stage({ alerts: { b: { at: 5, by: '小李' } } });
    useTally().alerts = [alert('a', 'red'), alert('b', 'red'), alert('c', 'amber')];
    const alerts = useAlerts();
    expect([alerts.red, alerts.amber]).toEqual([1, 1]);
    expect(alerts.known).toMatchObject([{ id: 'b', acknowledged: { by: '小李' } }]);
  });
});

describe('sifting comments', () => {
  it('finds any of the words, whatever their case', () => {
    expect(fits('还有50ML的吗', siftWords(' 50ml  敏感 '))).toBe(true);
    expect(fits('主播好美', siftWords('50ml 敏感'))).toBe(false);
    expect(fits('anything', siftWords('  '))).toBe(true);
  });

  it('marks every place, and the pieces joined are the text', () => {
    const text = '1号 有1吗 <b>1</b>';
    const found = pieces(text, ['1', '有1']);
    expect(found.map((piece) => piece.text).join('')).toBe(text);
    expect(found.filter(({ hit }) => hit).map((piece) => piece.text)).toEqual(['1', '有1', '1']);
  });
});

describe('a cue made of a comment', () => {
  it('is cut to what a cue may hold, no character cut in two', () => {
    const cut = cueText('😀'.repeat(150));
    expect(cut.length).toBeLessThanOrEqual(200);
    expect(cut).toMatch(/^(😀)+…$/u);
    expect(cueText('  还有吗 ')).toBe('还有吗');
  });
});

describe('what the platform must carry out', () => {
  it('is one task a command, oldest first', () => {
    const step = (commandId: string, at: number) => ({ kind: 'shelf' as const, commandId, listingId: 'L1' as ListingId, at, by: WANG, from: false, to: true });
    const tasks = tasksOf([step('b', 2), step('a', 1), step('b', 2)]);
    expect(tasks.map(({ commandId, steps }) => [commandId, steps.length])).toEqual([['a', 1], ['b', 2]]);
  });
});
