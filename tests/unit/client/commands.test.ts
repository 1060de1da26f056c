import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createApp } from 'vue';
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import DealReady from '../../../client/components/deal/DealReady.vue';
import { createWords } from '../../../client/i18n/i18n.ts';
import { ServerClock } from '../../../client/live/clock.ts';
import { failed, failureOf, type Failure, type Outcome } from '../../../client/live/http.ts';
import { LIVE, type Live } from '../../../client/live/live.ts';
import { useCommands, type Act } from '../../../client/stores/commands.ts';
import { usePanels } from '../../../client/stores/panels.ts';
import { useShow } from '../../../client/stores/show.ts';
import type { Role } from '../../../shared/show/commands.ts';
import { WANG, live } from '../show/make.ts';

interface Asked {
  name: string;
  body: { showId: string; command: { id: string; type: string; expectedRevision: number; expiresAt: number; payload: object } };
  answer: (outcome: Outcome<unknown>) => void;
}

/** A page without a server: what is asked waits for the test's answer; patches are told by hand. */
function page(role: Role = 'controller') {
  const stage = live();
  const asked: Asked[] = [];
  const heard = new Map<string, (body: unknown) => void>();
  let link: (up: boolean) => void = () => undefined;
  const transport = {
    open: () => undefined,
    close: () => undefined,
    connected: () => true,
    ask: (name: string, body: Asked['body']) => {
      if (name === 'show:join') return Promise.resolve({ ok: true, value: joined() });
      if (name !== 'show:command') return Promise.resolve({ ok: true, value: {} });
      return new Promise<Outcome<unknown>>((answer) => asked.push({ name, body, answer }));
    },
    hear: (name: string, _check: unknown, handler: (body: unknown) => void) => {
      heard.set(name, handler);
      return () => undefined;
    },
    restarting: () => false,
    onLink: (handler: (up: boolean) => void) => {
      link = handler;
      return () => undefined;
    },
    onRefused: () => () => undefined,
  };
  const joined = () => ({
    revision: stage.show.revision, id: `${stage.show.revision}-0.0`, show: stage.show, tick: 1, serverTime: 1_800_000_000_000, alerts: [], comments: [], stock: [], deals: [], holds: 0,
    tally: { at: 0, window: 'show', lastId: '0-0.0', feeds: [], metrics: {}, approximate: [], listings: [], skus: [], deals: [], sources: [] },
    you: { id: WANG.id, name: WANG.name, role, approver: false },
  });
  const http = { get: () => Promise.resolve(failed(failureOf('OFFLINE'))), send: () => Promise.resolve(failed(failureOf('OFFLINE'))) };
  const room = { http, transport, clock: new ServerClock(() => Date.now(), 0) } as unknown as Live;
  const app = createApp({}).provide(LIVE, room);
  const pinia = createPinia();
  app.use(pinia);
  setActivePinia(pinia);
  const [show, commands] = app.runWithContext(() => [useShow(), useCommands()] as const);
  show.open('show-1', 'show');
  /** Does it as the server would: decides, then tells every screen. */
  function patch(command: Asked['body']['command'] | undefined, by = WANG): number {
    if (!command) throw new Error('nothing was asked');
    const before = stage.show.revision;
    const events = stage.do(command.type as 'listing.take', command.payload as never, { by, id: command.id });
    heard.get('show:patched')?.({ showId: 'show-1', revision: stage.show.revision, id: `${stage.show.revision}-0.0`, prev: `${before}-0.0`, events });
    return stage.show.revision;
  }
  return { stage, asked, show, commands, plugins: [pinia, words], room, patch, link: (up: boolean) => link(up), flush: () => vi.advanceTimersByTimeAsync(0) };
}

const words = await createWords('zh-CN');
const states = (acts: readonly Act[]): string[] => acts.map(({ state }) => state);
const refused = (code: Failure['code']): Outcome<unknown> => failed(failureOf(code));
const take = (seenOnAir: string | null) => ({ listingId: 'L2', seenOnAir });

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('a command', () => {
  it('is sending until its own change is on this screen, then done', async () => {
    const { asked, commands, patch, flush } = page();
    await flush();
    const outcome = commands.send('listing.take', take('L1'));
    expect(states(commands.acts)).toEqual(['sending']);
    expect(asked[0]?.body.command).toMatchObject({ type: 'listing.take', expectedRevision: 3, expiresAt: 1_800_000_010_000 });
    // The answer may overtake the patch.
    asked[0]?.answer({ ok: true, value: { revision: 4 } });
    await flush();
    expect(states(commands.acts)).toEqual(['sending']);
    patch(asked[0]?.body.command);
    await flush();
    expect(await outcome).toEqual({ state: 'done', revision: 4 });
    expect(commands.eventsOf(commands.acts[0]?.id ?? '').map(({ type }) => type)).toEqual(['listing.taken']);
  });

  it('is refused with the reason', async () => {
    const { asked, commands, flush } = page();
    await flush();
    const outcome = commands.send('listing.take', take('L1'));
    asked[0]?.answer(refused('STALE_REVISION'));
    expect(await outcome).toMatchObject({ state: 'refused', failure: { code: 'STALE_REVISION' } });
    expect(states(commands.acts)).toEqual(['refused']);
  });

  it('whose answer was lost is asked again by the same id, with the same words, once there is a line', async () => {
    const { asked, commands, patch, link, flush } = page();
    await flush();
    const outcome = commands.send('show.freeze', {});
    link(false);
    asked[0]?.answer(refused('UNKNOWN'));
    await flush();
    expect(states(commands.acts)).toEqual(['unknown']);
    expect(asked).toHaveLength(1);
    link(true);
    await flush();
    expect(asked[1]?.body).toEqual(asked[0]?.body);
    asked[1]?.answer({ ok: true, value: { revision: patch(asked[1].body.command) } });
    expect(await outcome).toEqual({ state: 'done', revision: 4 });
  });

  it('is asked again and again while nobody knows, and in the end said to be unknown', async () => {
    const { asked, commands, flush } = page();
    await flush();
    const outcome = commands.send('show.freeze', {});
    let answered = 0;
    const settled = vi.fn();
    void outcome.then(settled);
    while (settled.mock.calls.length === 0) {
      for (; answered < asked.length; answered += 1) asked[answered]?.answer(refused('OUTCOME_UNKNOWN'));
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(await outcome).toMatchObject({ state: 'unknown' });
    expect(new Set(asked.map(({ body }) => body.command.id)).size).toBe(1);
    expect(asked.length).toBeGreaterThan(10);
    expect(commands.acts[0]).toMatchObject({ state: 'unknown', endedAt: expect.any(Number) });
  });

  it('is neither sent nor kept for later without a line', async () => {
    const { asked, commands, link, flush } = page();
    await flush();
    link(false);
    expect(await commands.send('listing.take', take('L1'))).toMatchObject({ state: 'refused', failure: { code: 'OFFLINE' } });
    link(true);
    await flush();
    expect(asked).toHaveLength(0);
  });

  it('goes its way beside others', async () => {
    const { asked, commands, patch, flush } = page();
    await flush();
    const first = commands.send('listing.pin', { listingId: 'L2' });
    const second = commands.send('listing.shelve', { listingId: 'L4' });
    expect(states(commands.acts)).toEqual(['sending', 'sending']);
    asked[1]?.answer(refused('FORBIDDEN'));
    asked[0]?.answer({ ok: true, value: { revision: patch(asked[0].body.command) } });
    expect([(await first).state, (await second).state]).toEqual(['done', 'refused']);
    expect(commands.acts.map(({ type, state }) => `${type} ${state}`)).toEqual(['listing.shelve refused', 'listing.pin done']);
  });

  it('from a form carries the revision its sender was looking at', async () => {
    const { asked, commands, flush } = page();
    await flush();
    void commands.send('listing.edit', { listingId: 'L2', title: '新' }, { seen: 2 });
    expect(asked[0]?.body.command.expectedRevision).toBe(2);
  });
});

describe('a button is grey for the reason the server would give', () => {
  it('without a line, by the role, and by the rules', async () => {
    const { commands, link, flush } = page();
    await flush();
    await commands.loadRules();
    expect(commands.refusal('listing.take', take('L1'))).toBeUndefined();
    expect(commands.refusal('listing.take', take('L3'))).toMatchObject({ code: 'STALE_REVISION', params: { onAir: '#1 洁面' } });
    expect(commands.refusal('listing.price', { listingId: 'L2', price: 100 })).toMatchObject({ code: 'BELOW_FLOOR', params: { floor: 12_000 } });
    expect(commands.refusal('show.start', {})?.code).toBe('WRONG_STATE');
    link(false);
    expect(commands.refusal('listing.take', take('L1'))?.code).toBe('OFFLINE');
  });

  it('by the role first of all; until the rules have been fetched the server judges alone', async () => {
    const { commands, flush } = page('host');
    await flush();
    expect(commands.refusal('listing.take', take('L1'))).toBeUndefined();
    await commands.loadRules();
    expect(commands.refusal('listing.take', take('L1'))?.code).toBe('FORBIDDEN');
    expect(commands.refusal('listing.explain', { listingId: 'L2' })).toBeUndefined();
  });
});

describe('undo', () => {
  it('offers the last own action that can be undone, and passes over what no undo takes back', async () => {
    const { asked, commands, patch, flush } = page();
    await flush();
    await commands.loadRules();
    expect(commands.lastOwn).toBeUndefined();
    const act = async (send: Promise<unknown>) => {
      const last = asked.at(-1);
      last?.answer({ ok: true, value: { revision: patch(last.body.command) } });
      await send;
    };
    await act(commands.send('listing.take', take('L1')));
    await act(commands.send('cue.send', { text: '看镜头' }));
    expect(commands.lastOwn).toMatchObject({ act: { type: 'listing.take', revision: 4 }, failure: undefined });
    await act(commands.undo(4));
    expect(asked.at(-1)?.body.command).toMatchObject({ type: 'undo', payload: { revision: 4 } });
  });

  it('of what somebody else has changed meanwhile is refused in words, not hidden', async () => {
    const { asked, commands, patch, flush } = page();
    await flush();
    await commands.loadRules();
    const sent = commands.send('listing.take', take('L1'));
    asked[0]?.answer({ ok: true, value: { revision: patch(asked[0].body.command) } });
    await sent;
    patch({ id: 'theirs', type: 'listing.take', expectedRevision: 4, expiresAt: 0, payload: { listingId: 'L3', seenOnAir: 'L2' } }, { id: 'p-li', name: '小李', role: 'controller' });
    expect(commands.lastOwn?.failure).toMatchObject({ code: 'STALE_REVISION', params: { by: '小李' } });
  });
});

describe('the key that starts the armed deal', () => {
  const DEAL = { listingId: 'L1', price: 7_900, quantity: 10, perBuyer: 1, seconds: 60 };
  /** Held for 400 of the 600 ms on a desk with this plan armed, as its server has it. */
  async function halfHeld() {
    const desk = page();
    const { stage, show, plugins, room, asked, flush } = desk;
    await flush();
    desk.patch({ id: 'c-plan', type: 'deal.plan', expectedRevision: stage.show.revision, expiresAt: 0, payload: DEAL });
    const ready = () => show.show?.deals[0];
    const card = mount(DealReady, { props: { deal: ready()!, armed: true, now: 0 }, global: { plugins, provide: { [LIVE as symbol]: room } } });
    const panels = usePanels();
    panels.held = true;
    await flush();
    await vi.advanceTimersByTimeAsync(400);
    return { ...desk, started: () => asked.filter(({ body }) => body.command.type === 'deal.start').length, seen: () => card.setProps({ deal: ready()! }) };
  }

  it('goes on being held while the screen joins anew, and while the show changes elsewhere', async () => {
    const { stage, show, started, seen, flush, patch } = await halfHeld();
    stage.show = structuredClone(stage.show);
    show.look('5m');
    await flush();
    await seen();
    patch({ id: 'c-take', type: 'rhythm.set', expectedRevision: 0, expiresAt: 0, payload: { label: '福袋', everyMinutes: 10 } });
    await seen();
    await vi.advanceTimersByTimeAsync(200);
    expect(started()).toBe(1);
  });

  it('lets go where the plan or the price is no longer what was read', async () => {
    for (const [type, payload] of [['deal.plan', { ...DEAL, price: 6_900 }], ['listing.price', { listingId: 'L1', price: 8_500 }]] as const) {
      const { show, started, seen, patch } = await halfHeld();
      patch({ id: `c-${type}`, type, expectedRevision: 0, expiresAt: 0, payload: type === 'deal.plan' ? { ...payload, dealId: show.show?.deals[0]?.dealId } : payload });
      await seen();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(started()).toBe(0);
    }
  });
});
