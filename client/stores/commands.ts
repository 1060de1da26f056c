import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { CommandType, Payload } from '../../shared/show/commands.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import { newId } from '../format/id.ts';
import { failureOf, type Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { rejoinDelay } from '../live/repair.ts';
import { isRevision } from '../live/shapes.ts';
import type * as Rules from './rules.ts';
import { useShow } from './show.ts';

export type { Failure };

/** How a command ended. `unknown`: no clear answer ever came, although it was asked for again and again. */
export type CommandOutcome = { state: 'done'; revision: number } | { state: 'refused' | 'unknown'; failure: Failure };

/** What was pressed here. Times are server time, Unix ms. */
interface Pressed {
  /** The command's id, the same however often it is asked. */
  id: string;
  type: CommandType;
  at: number;
  /** The revision that an `undo` takes back. */
  undoes?: number;
  /** Whoever sent it says its refusal itself: no toast does. */
  inline: boolean;
}
/** One command sent from this screen and what became of it. `unknown` is still being asked for until `endedAt` is there. */
export type Act = Pressed &
  ({ state: 'sending' } | { state: 'done'; revision: number; endedAt: number } | { state: 'refused'; failure: Failure; endedAt: number } | { state: 'unknown'; failure: Failure; endedAt?: number });

export interface SendOptions {
  /** The revision its sender was looking at, where that was a while ago (a form's opening); else the newest one. */
  seen?: number;
  inline?: boolean;
  /** Told the command's id before anything is sent. */
  pressed?: (id: string) => void;
}

/** How long after the press a command may still take effect. Unit: ms. */
const COMMAND_LIFE = 10_000;
/** How long an unknown outcome is asked for. Unit: ms. */
const ASKING = 120_000;
/** How long a done command may wait for its own patch before it is called done all the same. Unit: ms. */
const PATCH_PATIENCE = 2_000;
const KEPT = 50;

const isUnknown = ({ code }: Failure): boolean => code === 'UNKNOWN' || code === 'OUTCOME_UNKNOWN';

/**
 * Everything this screen does to the show. Any number of commands may be under way; each is an `Act` in `acts`, newest first.
 * Buttons use it through `useCommand` (client/composables/command.ts); pages and hotkeys call `send`.
 */
export const useCommands = defineStore('commands', () => {
  const live = useLive();
  const show = useShow();
  const acts = shallowRef<readonly Act[]>([]);
  const rules = shallowRef<typeof Rules>();

  /** Fetches the rules that `refusal` judges by; until they are here only the line greys a button, and the server judges alone. */
  async function loadRules(): Promise<void> {
    try {
      rules.value ??= await import('./rules.ts');
    } catch {
      // No line just now: asked again when there is one.
      return;
    }
  }

  function put(act: Act): void {
    const known = acts.value.some(({ id }) => id === act.id);
    acts.value = known ? acts.value.map((each) => (each.id === act.id ? act : each)) : [act, ...acts.value].slice(0, KEPT);
  }

  /**
   * Sends one command and says how it ended: `done` once its change is on this screen, `refused` with the reason, or `unknown`.
   * Where no answer came the same id is asked again, as soon as there is a line, which tells what became of it without doing
   * it twice; it is done late only within ten seconds of the press. Never throws.
   */
  async function send<T extends CommandType>(type: T, payload: Payload<T>, { seen, inline = false, pressed }: SendOptions = {}): Promise<CommandOutcome> {
    const current = show.show;
    const undoes = 'revision' in payload && type === 'undo' ? { undoes: payload.revision } : {};
    const act: Pressed = { id: newId(), type, at: live.clock.now(), ...undoes, inline };
    pressed?.(act.id);
    if (live.player) return ended(act, { state: 'refused', failure: failureOf('REPLAY') });
    if (!current || !show.online) return ended(act, { state: 'refused', failure: failureOf('OFFLINE') });
    put({ ...act, state: 'sending' });
    const command = { id: act.id, type, expectedRevision: seen ?? current.revision, expiresAt: Math.round(act.at) + COMMAND_LIFE, payload: Object.fromEntries(Object.entries(payload)) };
    const ask = () => live.transport.ask('show:command', { showId: current.id, command }, isRevision);
    let outcome = await ask();
    for (let n = 0; !outcome.ok && (isUnknown(outcome.failure) || (n > 0 && outcome.failure.code === 'OFFLINE')); n += 1) {
      const unknown = { state: 'unknown', failure: failureOf('OUTCOME_UNKNOWN') } as const;
      if (live.clock.now() - act.at > ASKING) return ended(act, unknown);
      put({ ...act, ...unknown });
      if (n > 0) await pause(rejoinDelay(n, Math.random()));
      await until(() => show.online, ASKING);
      outcome = await ask();
    }
    if (!outcome.ok) return ended(act, { state: 'refused', failure: outcome.failure });
    const { revision } = outcome.value;
    await until(() => (show.show?.revision ?? revision) >= revision, PATCH_PATIENCE);
    return ended(act, { state: 'done', revision });
  }

  function ended(act: Pressed, outcome: CommandOutcome): CommandOutcome {
    put({ ...act, ...outcome, endedAt: live.clock.now() });
    return outcome;
  }

  /**
   * Why the server would refuse this now, by the very rules it judges by; undefined where it would do it. Reactive.
   * A price below the floor is no reason to stop somebody: it is refused, and then waits for a second person.
   */
  function refusal<T extends CommandType>(type: T, payload: Payload<T>): Failure | undefined {
    const current = show.show;
    if (live.player) return failureOf('REPLAY');
    if (!current || !show.online) return failureOf('OFFLINE');
    const { you } = show;
    if (!rules.value) return undefined;
    const notAllowed = forbidden(type);
    if (notAllowed) return notAllowed;
    const undoing = 'revision' in payload && type === 'undo' ? eventsAt(payload.revision) : undefined;
    const by = { id: you?.id ?? '', name: you?.name ?? '', role: you?.role ?? '' };
    const decision = rules.value.decide(current, { id: 'preview', type, payload }, { now: live.clock.now(), by, newId: () => 'preview', ...(undoing ? { undoing } : {}) });
    if (decision.ok) return undefined;
    const { code, detail, params = {}, errors = [] } = decision.rejection;
    return { code, detail, params, errors };
  }

  /** That one's role does not allow it, whatever it would carry: for what opens a form. Reactive. */
  const forbidden = (type: CommandType): Failure | undefined => (live.player ? failureOf('REPLAY') : rules.value && !rules.value.allowed(show.you, type) ? failureOf('FORBIDDEN') : undefined);

  /** Says why something was not even sent: pressing a greyed button, or its key, is answered too. */
  function say(type: CommandType, failure: Failure): void {
    ended({ id: newId(), type, at: live.clock.now(), inline: false }, { state: 'refused', failure });
  }

  /** What a command did, as far as this screen was told; empty for one that did nothing, or whose patch was missed. */
  const eventsOf = (commandId: string): ShowEvent[] => show.log.flatMap(({ event }) => (event.commandId === commandId ? [event] : [])).reverse();
  const eventsAt = (revision: number): ShowEvent[] => show.log.flatMap((entry) => (entry.revision === revision ? [entry.event] : [])).reverse();

  /** Why an action seen happening here cannot be undone now; undefined where it can. */
  const undoRefusal = (revision: number): Failure | undefined => refusal('undo', { revision });
  const undo = (revision: number): Promise<CommandOutcome> => send('undo', { revision });

  const undone = computed(() => new Set(acts.value.flatMap((act) => (act.undoes !== undefined && act.state !== 'refused' ? [act.undoes] : []))));
  /** The last thing done here that can be undone in kind, and why not now if so. What no undo takes back (cues, start) is passed over. */
  const lastOwn = computed(() => {
    for (const act of acts.value) {
      if (act.state !== 'done' || act.type === 'undo' || undone.value.has(act.revision) || eventsAt(act.revision).length === 0) continue;
      const failure = undoRefusal(act.revision);
      if (failure?.code === 'WRONG_STATE' && failure.params['what'] !== undefined) continue;
      return { act, failure };
    }
    return undefined;
  });

  watch(() => show.show?.id, () => void (acts.value = []));

  return { acts, lastOwn, undone, send, say, refusal, forbidden, undo, undoRefusal, eventsOf, loadRules };
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Waits for a condition on reactive state, at most so long. Unit: ms. */
function until(condition: () => boolean, ms: number): Promise<void> {
  if (condition()) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(finish, ms);
    const stop = watch(condition, (met) => met && finish(), { flush: 'sync' });
  });
}
