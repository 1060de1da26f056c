import { beforeEach, describe, expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import { createApp } from 'vue';
import { usePlanRun } from '../../../client/composables/plans.ts';
import { failed, failureOf, type Failure, type Outcome } from '../../../client/live/http.ts';
import { LIVE, type Live } from '../../../client/live/live.ts';
import { useShow } from '../../../client/stores/show.ts';
import type { EmergencyCard, Show } from '../../../shared/show/show.ts';

let sent: string[];
let refusals: Record<string, Failure>;
let waiting: (() => void)[] | undefined;

beforeEach(() => {
  sent = [];
  refusals = {};
  waiting = undefined;
  const ask = async (_name: string, body: { command: { type: string } }): Promise<Outcome<unknown>> => {
    const { type } = body.command;
    sent.push(type);
    if (waiting) await new Promise<void>((resolve) => waiting?.push(resolve));
    const refusal = refusals[type];
    return refusal ? failed(refusal) : { ok: true, value: { revision: 1 } };
  };
  const live = {
    http: { get: () => Promise.resolve(failed(failureOf('OFFLINE'))) },
    transport: { ask, hear: () => () => undefined, onLink: () => () => undefined, restarting: () => false, onRefused: () => () => undefined, connected: () => true },
    clock: { now: () => Date.now() },
  } as unknown as Live;
  const pinia = createPinia();
  createApp({}).provide(LIVE, live).use(pinia);
  setActivePinia(pinia);
  const show = useShow();
  show.show = { id: 's', revision: 1, listings: [], cues: [], alerts: {} } as unknown as Show;
  show.link = 'live';
});

const card: EmergencyCard = {
  id: 'k', kind: 'wrongPrice', title: '标错价', cue: '先别报价',
  commands: [{ type: 'show.pause', payload: { reason: '标错价' } }, { type: 'show.freeze', payload: {} }, { type: 'listing.shelve', payload: { listingId: '$onAir' } }],
};
const states = (run: ReturnType<typeof usePlanRun>): string[] => run.outcomes.value.map(({ state }) => state);

describe('one press on a 预案', () => {
  it('sends its steps one after the other, and says what became of each', async () => {
    refusals['show.pause'] = failureOf('WRONG_STATE');
    const plan = usePlanRun();
    await plan.run(card, { onAir: 'L7' });
    expect(sent).toEqual(['show.freeze', 'cue.send', 'show.pause', 'listing.shelve']);
    expect(states(plan)).toEqual(['done', 'done', 'refused', 'done']);
    expect(plan.outcomes.value[2]).toMatchObject({ failure: { code: 'WRONG_STATE' } });
  });

  it('leaves out what has nothing to act on, and says so', async () => {
    const plan = usePlanRun();
    await plan.run(card, {});
    expect(sent).not.toContain('listing.shelve');
    expect(states(plan)).toEqual(['done', 'done', 'done', 'skipped']);
  });

  it('waits for each before the next, and a second press meanwhile sends nothing', async () => {
    waiting = [];
    const plan = usePlanRun();
    const running = plan.run(card, { onAir: 'L7' });
    expect(states(plan)).toEqual(['sending', 'waiting', 'waiting', 'waiting']);
    await plan.run(card, { onAir: 'L7' });
    expect(sent).toEqual(['show.freeze']);
    for (let n = 1; n <= 4; n++) {
      await expect.poll(() => waiting?.length).toBe(n);
      waiting[n - 1]?.();
    }
    await running;
    expect(sent).toHaveLength(4);
  });

  it('sends nothing more once there is no line', async () => {
    const plan = usePlanRun();
    useShow().link = 'reconnecting';
    await plan.run(card, { onAir: 'L7' });
    expect(sent).toEqual([]);
    expect(states(plan)).toEqual(['refused', 'skipped', 'skipped', 'skipped']);
  });
});
