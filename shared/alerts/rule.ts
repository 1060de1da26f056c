import type { Show, ShowStatus } from '../show/show.ts';
import type { About, AlertAction, AlertLevel } from './alert.ts';
import type { AlertKind, ParamsOf } from './kinds.ts';
import type { Memory } from './memory.ts';
import type { Sight } from './sight.ts';
import { thresholdOf, type ThresholdId } from './thresholds.ts';

/** What an alert says. */
export interface Say<P = Readonly<Record<string, string | number>>> extends About {
  level: AlertLevel;
  params: P;
  action?: AlertAction | undefined;
}

/**
 * A rule's word on one subject. on: the threshold is reached. hold: between raising and clearing, so it stays as it is.
 * off: past the clearing mark, and clears once that lasts. A subject of which nothing is said is gone, and clears at once.
 */
export type Signal<P = Readonly<Record<string, string | number>>> =
  | { subject: string; state: 'on'; say: Say<P>; /** When it began, where facts tell, Unix ms. */ since?: number; /** Another sign is another episode. */ sign?: string }
  | { subject: string; state: 'hold' | 'off'; say?: Say<P> };

/** A moment of a show, as the rules see it. */
export interface Scene {
  show: Show;
  sight: Sight;
  /** Server time, Unix ms. */
  now: number;
  memory: Memory;
  limit: (id: ThresholdId) => number;
}

export const sceneOf = (show: Show, sight: Sight, now: number, memory: Memory): Scene =>
  ({ show, sight, now, memory, limit: (id) => thresholdOf(show, id) });

/** When a rule's alerts rise, clear and rest. Units: ms. */
export interface Manner {
  /** The show's states in which it looks. */
  states: readonly ShowStatus[];
  /** 0 in this threshold switches the rule off. */
  main: ThresholdId;
  /** on must last this long before it is told. */
  riseMs?: (scene: Scene) => number;
  /** off must last this long before it clears. */
  clearMs?: number;
  /** After clearing, the same subject is not told again for this long. */
  restMs?: (scene: Scene) => number;
  /** At most this many unacknowledged alerts at once: more would not be read. */
  most?: number;
}

export interface Rule extends Manner {
  kind: AlertKind;
  look: (scene: Scene) => Iterable<Signal>;
}

/** A rule whose alerts carry exactly the parameters of its kind. */
export function rule<K extends AlertKind>(kind: K, manner: Manner, look: (scene: Scene) => Iterable<Signal<ParamsOf<K>>>): Rule {
  return { kind, ...manner, look };
}

/** Before, during and after. */
export const ANY_STATE = ['planned', 'live', 'paused', 'ended'] as const satisfies ShowStatus[];
/** Broadcasting, paused or not. */
export const RUNNING = ['live', 'paused'] as const satisfies ShowStatus[];
