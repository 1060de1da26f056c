import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Joined } from '../../shared/protocol/socket.ts';
import type { Listing, Show } from '../../shared/show/show.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Window } from '../../shared/metrics/view.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import { nextUp } from '../../shared/show/listing-state.ts';
import { follow, type Following, type LinkState } from '../live/follow.ts';
import { failureOf, type Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import type { Presence } from '../live/shapes.ts';
import { useLedger } from './ledger.ts';
import { useSession } from './session.ts';
import { useTally } from './tally.ts';

/** One entry of the activity list: an event of the show, by its patch. */
export interface Activity {
  key: string;
  revision: number;
  event: ShowEvent;
}

const LOG_KEPT = 300;
/** The show on screen: its document, who else looks at it, what was done, and the line to the server. */
export const useShow = defineStore('show', () => {
  const live = useLive();
  const tally = useTally();
  const ledger = useLedger();
  const session = useSession();
  const show = shallowRef<Show>();
  const link = ref<LinkState>('joining');
  /** The line is away because the server restarts, as it said. */
  const restarting = ref(false);
  const refusal = shallowRef<Failure>();
  const people = shallowRef<Presence['people']>([]);
  /** Who one is in this show, and what one may do there. */
  const you = shallowRef<NonNullable<Joined['you']>>();
  /** Screens that look at this show, this one included. */
  const screens = ref(0);
  const log = shallowRef<Activity[]>([]);
  let following: Following | undefined;
  /** The last patch in `show`. */
  let heldId: string | undefined;

  const onAir = computed<Listing | undefined>(() => show.value?.listings.find((l) => l.id === show.value?.onAir?.listingId));
  const next = computed<Listing | undefined>(() => show.value && nextUp(show.value));
  const online = computed(() => link.value === 'live');

  function open(showId: string, window: Window): void {
    close();
    tally.start(showId, window);
    following = follow(live.transport, live.clock, showId, window, {
      joined(snapshot) {
        // After the same patch it is the same document: what stands on screen, or is being held, is not made anew by joining again.
        if (snapshot.id !== heldId) show.value = snapshot.show;
        heldId = snapshot.id;
        you.value = snapshot.you;
        refusal.value = undefined;
        tally.joined(snapshot);
        ledger.joined(snapshot);
      },
      patched(patch) {
        if (!show.value) return;
        show.value = { ...applyCommit(show.value, patch.events), revision: patch.revision };
        heldId = patch.id;
        const entries = patch.events.map((event, i) => ({ key: `${patch.id}/${i}`, revision: patch.revision, event }));
        log.value = [...entries.reverse(), ...log.value].slice(0, LOG_KEPT);
      },
      ticked(tick) {
        tally.ticked(tick);
        ledger.ticked(tick);
      },
      presence(told) {
        people.value = told.people;
        screens.value = told.total;
      },
      link(state, why) {
        link.value = state;
        restarting.value = state === 'reconnecting' && live.transport.restarting();
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
    heldId = undefined;
    you.value = undefined;
    people.value = [];
    screens.value = 0;
    log.value = [];
    tally.stop();
    ledger.clear();
  }

  const now = (): number => live.clock.now();

  return { show, you, link, restarting, refusal, people, screens, log, onAir, next, online, open, look, close, now };
});
