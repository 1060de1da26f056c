import { isCommandType, type CommandType, type Payload } from './commands.ts';
import { parseCommand } from './parse.ts';
import type { EmergencyCard, Show } from './show.ts';

/** What a card may leave open until it is pressed, written as a payload's whole value. */
export const BLANKS = { onAir: '$onAir', host: '$host' } as const;
export type Blank = keyof typeof BLANKS;

type Step = { [T in CommandType]: { type: T; payload: Payload<T> } }[CommandType];
/** One command of a card as it will be sent; `missing`: what it still lacks; `unknown`: no command this product has. */
export type PlanStep = { state: 'ready'; step: Step } | { state: 'missing'; type: CommandType; blank: Blank } | { state: 'unknown'; type: string };

/** The host the run of show has next, where it names another than the one on air. */
export function nextHost({ segments, segmentId, host }: Pick<Show, 'segments' | 'segmentId' | 'host'>): string | undefined {
  const at = segments.findIndex(({ id }) => id === segmentId);
  return segments.slice(at + 1).find((segment) => segment.host !== undefined && segment.host !== host)?.host;
}

/**
 * Exactly what one press on a card sends, in order. STOP goes before everything else, because it cannot wait for a cue; then the
 * cue, then the commands as they stand.
 */
export function stepsOf(card: Pick<EmergencyCard, 'cue' | 'commands'>, filled: Partial<Record<Blank, string>>): PlanStep[] {
  const cue = card.cue?.trim() ? [{ type: 'cue.send', payload: { text: card.cue.trim() } }] : [];
  const stops = card.commands.filter(({ type }) => type === 'show.freeze');
  const rest = card.commands.filter(({ type }) => type !== 'show.freeze');
  return [...stops, ...cue, ...rest].map(({ type, payload }) => stepOf(type, payload, filled));
}

function stepOf(type: string, payload: Record<string, unknown>, filled: Partial<Record<Blank, string>>): PlanStep {
  if (!isCommandType(type)) return { state: 'unknown', type };
  const missing = blanksOf(payload).find((blank) => filled[blank] === undefined);
  if (missing) return { state: 'missing', type, blank: missing };
  const whole = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, blankOf(value) ? filled[blankOf(value) ?? 'onAir'] : value]));
  const parsed = parseCommand({ id: 'preview', type, payload: whole });
  // Its payload fits its type: parseCommand has just said so.
  return parsed.ok ? { state: 'ready', step: { type: parsed.command.type, payload: parsed.command.payload } as Step } : { state: 'unknown', type };
}

const blankOf = (value: unknown): Blank | undefined => (value === BLANKS.onAir ? 'onAir' : value === BLANKS.host ? 'host' : undefined);
/** What this payload leaves open. */
export const blanksOf = (payload: Record<string, unknown>): Blank[] => Object.values(payload).flatMap((value) => blankOf(value) ?? []);
