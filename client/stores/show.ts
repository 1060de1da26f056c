import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ListingId } from '../../shared/ids.ts';
import type { Listing, Show } from '../../shared/show/show.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Window } from '../../shared/metrics/view.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import { follow, type Following, type LinkState } from '../live/follow.ts';
import { failureOf, type Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isRevision, type Presence } from '../live/shapes.ts';
import { useSession } from './session.ts';
import { useTally } from './tally.ts';

/** One entry of the activity list: an event of the show, by its patch. */
export interface Activity {
  key: string;
  revision: number;
  event: ShowEvent;
}

const LOG_KEPT = 300;
/** How long after the click a command may still take effect. Unit: ms. */
const COMMAND_LIFE = 10_000;

export type CommandOutcome = { state: 'done'; revision: number } | { state: 'refused' | 'unknown'; failure: Failure };

/** The show on screen: its document, who else looks at it, what was done, and the line to the server. */
export const useShow = defineStore('show', () => {
  const live = useLive();
  const tally = useTally();
  const session = useSession();
  const show = shallowRef<Show>();
  const link = ref<LinkState>('joining');
  const refusal = shallowRef<Failure>();
  const people = shallowRef<Presence['people']>([]);
  /** Screens that look at this show, this one included. */
  const screens = ref(0);
  const log = shallowRef<Activity[]>([]);
  let following: Following | undefined;

  const onAir = computed<Listing | undefined>(() => show.value?.listings.find((l) => l.id === show.value?.onAir?.listingId));
  /** The next listing of the run that is on the shelf, after the one on air. */
  const next = computed<Listing | undefined>(() => {
    const all = show.value?.listings ?? [];
    const at = all.findIndex((l) => l.id === show.value?.onAir?.listingId);
    return all.slice(at + 1).find((l) => !l.shelved);
  });
  const online = computed(() => link.value === 'live');

  function open(showId: string, window: Window): void {
    close();
    tally.start(showId, window);
    following = follow(live.transport, live.clock, showId, window, {
      joined(snapshot) {
        show.value = snapshot.show;
        refusal.value = undefined;
        tally.joined(snapshot.tally, snapshot.comments);
      },
      patched(patch) {
        if (!show.value) return;
        show.value = { ...applyCommit(show.value, patch.events), revision: patch.revision };
        const entries = patch.events.map((event, i) => ({ key: `${patch.id}/${i}`, revision: patch.revision, event }));
        log.value = [...entries.reverse(), ...log.value].slice(0, LOG_KEPT);
      },
      ticked: (tick) => tally.ticked(tick),
      presence(told) {
        people.value = told.people;
        screens.value = told.total;
      },
      link(state, why) {
        link.value = state;
        if (state === 'refused') refusal.value = why ?? failureOf('UNKNOWN');
        if (why?.code === 'UNAUTHENTICATED') session.forget();
      },
    }, Math.random);
  }

  function look(window: Window): void {
    tally.look(window);
    following?.look(window);
  }

  function close(): void {
    following?.stop();
    following = undefined;
    show.value = undefined;
    people.value = [];
    screens.value = 0;
    log.value = [];
    tally.stop();
  }

  /**
   * Sends one command and says how it ended. Where no answer came the same id is asked again once, which tells what became
   * of it without doing it twice; still nothing is honestly `unknown`.
   */
  async function command(type: string, payload: Record<string, unknown>): Promise<CommandOutcome> {
    const current = show.value;
    if (!current || !online.value) return { state: 'refused', failure: failureOf('OFFLINE') };
    const body = {
      showId: current.id,
      command: { id: crypto.randomUUID(), type, expectedRevision: current.revision, expiresAt: Math.round(live.clock.now()) + COMMAND_LIFE, payload },
    };
    let outcome = await live.transport.ask('show:command', body, isRevision);
    if (!outcome.ok && isUnknown(outcome.failure)) outcome = await live.transport.ask('show:command', body, isRevision);
    if (outcome.ok) return { state: 'done', revision: outcome.value.revision };
    return { state: isUnknown(outcome.failure) ? 'unknown' : 'refused', failure: outcome.failure };
  }

  const take = (listingId: ListingId): Promise<CommandOutcome> =>
    command('listing.take', { listingId, seenOnAir: show.value?.onAir?.listingId ?? null });
  const start = (): Promise<CommandOutcome> => command('show.start', {});
  const end = (): Promise<CommandOutcome> => command('show.end', {});

  const now = (): number => live.clock.now();

  return { show, link, refusal, people, screens, log, onAir, next, online, open, look, close, take, start, end, now };
});

const isUnknown = (failure: Failure): boolean => failure.code === 'UNKNOWN' || failure.code === 'OUTCOME_UNKNOWN';
