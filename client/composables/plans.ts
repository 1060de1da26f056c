import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { CommandType, Payload } from '../../shared/show/commands.ts';
import { BLANKS, nextHost, stepsOf, type Blank, type PlanStep } from '../../shared/show/plans.ts';
import type { EmergencyCard } from '../../shared/show/show.ts';
import { useWords } from '../i18n/words.ts';
import { useCommands, type Failure } from '../stores/commands.ts';
import { useShow } from '../stores/show.ts';

/** The show's own 预案, or where nobody has made any, the usual four in the language of the screen. */
export function useCards(): ComputedRef<readonly EmergencyCard[]> {
  const { t } = useWords();
  const store = useShow();
  const usual = computed((): EmergencyCard[] => [
    { id: 'outage', kind: 'outage', ...words('outage'), commands: [{ type: 'show.pause', payload: { reason: t('panel.plan.defaults.outage.reason') } }] },
    { id: 'wrongPrice', kind: 'wrongPrice', ...words('wrongPrice'), commands: [{ type: 'show.freeze', payload: {} }, { type: 'listing.shelve', payload: { listingId: BLANKS.onAir } }] },
    { id: 'violation', kind: 'violation', ...words('violation'), commands: [{ type: 'listing.explain', payload: { listingId: null } }] },
    { id: 'hostChange', kind: 'hostChange', ...words('hostChange'), commands: [{ type: 'host.change', payload: { host: BLANKS.host } }] },
  ]);
  const words = (kind: 'outage' | 'wrongPrice' | 'violation' | 'hostChange') => ({ title: t(`panel.plan.defaults.${kind}.title`), cue: t(`panel.plan.defaults.${kind}.cue`) });
  return computed(() => store.show?.emergencyCards ?? usual.value);
}

/** What is put into a card's blanks: the listing on air, and who takes over. */
export function useFilled(host: () => string): ComputedRef<Partial<Record<Blank, string>>> {
  const store = useShow();
  return computed(() => {
    const onAir = store.show?.onAir?.listingId;
    const next = host().trim();
    return { ...(onAir === undefined ? {} : { onAir }), ...(next === '' ? {} : { host: next }) };
  });
}

/** The host whom the run of show has next; empty where it names none. */
export function useNextHost(): ComputedRef<string> {
  const store = useShow();
  return computed(() => (store.show ? (nextHost(store.show) ?? '') : ''));
}

/** A step of a card as a person reads it. */
export function useStepText(): (step: PlanStep) => string {
  const { t, te } = useWords();
  const store = useShow();
  const listing = (id: string | null | undefined): string => {
    const found = store.show?.listings.find((each) => each.id === id);
    return found ? `#${found.number} ${found.title}` : t('panel.plan.noListing');
  };
  const named = (type: CommandType, params: Record<string, string>): string => (te(`panel.plan.what.${type}`) ? t(`panel.plan.what.${type}`, params) : t(`act.command.${type}`));
  return (step) => {
    switch (step.state) {
      case 'unknown':
        return t('panel.plan.unknown', { type: step.type });
      case 'missing':
        return `${named(step.type, { listing: t('panel.plan.noListing'), host: t('panel.plan.theHost') })} · ${t(`panel.plan.missing.${step.blank}`)}`;
      case 'ready': {
        const { type, payload } = step.step;
        if (type === 'cue.send') return t('panel.plan.cue', { text: payload.text ?? '' });
        const about = { listing: 'listingId' in payload ? listing(payload.listingId) : '', host: 'host' in payload ? String(payload.host) : '' };
        const reason = 'reason' in payload && payload.reason ? ` · ${t('panel.plan.reason', { reason: payload.reason })}` : '';
        return named(type, about) + reason;
      }
      default:
        return step satisfies never;
    }
  };
}

export type StepOutcome = { state: 'waiting' | 'sending' | 'done' | 'skipped' } | { state: 'refused' | 'unknown'; failure: Failure };

export interface PlanRun {
  /** What each step came to, in their order; empty before the first press. */
  outcomes: ShallowRef<readonly StepOutcome[]>;
  running: ComputedRef<boolean>;
  /** The steps as they were sent. */
  sent: ShallowRef<readonly PlanStep[]>;
  run: (card: EmergencyCard, filled: Partial<Record<Blank, string>>) => Promise<void>;
}

/** How long a card says what its last run came to. Unit: ms. */
const SAID_FOR = 60_000;

/**
 * Sends a card's steps one after the other, each judged like any other command. One that is refused stops none of the others;
 * once it is not known whether one arrived, or there is no line, nothing more is sent.
 */
export function usePlanRun(): PlanRun {
  const commands = useCommands();
  const outcomes = shallowRef<readonly StepOutcome[]>([]);
  const sent = shallowRef<readonly PlanStep[]>([]);
  const running = computed(() => outcomes.value.some(({ state }) => state === 'sending' || state === 'waiting'));
  const put = (index: number, outcome: StepOutcome): void => void (outcomes.value = outcomes.value.map((each, i) => (i === index ? outcome : each)));
  const send = <T extends CommandType>({ type, payload }: { type: T; payload: Payload<T> }) => commands.send(type, payload, { inline: true });

  async function run(card: EmergencyCard, filled: Partial<Record<Blank, string>>): Promise<void> {
    if (running.value) return;
    const steps = stepsOf(card, filled);
    sent.value = steps;
    outcomes.value = steps.map(() => ({ state: 'waiting' }));
    let cut = false;
    for (const [i, step] of steps.entries()) {
      if (cut || step.state !== 'ready') {
        put(i, { state: 'skipped' });
        continue;
      }
      put(i, { state: 'sending' });
      const outcome = await send(step.step);
      put(i, outcome.state === 'done' ? { state: 'done' } : outcome);
      cut = outcome.state === 'unknown' || (outcome.state === 'refused' && outcome.failure.code === 'OFFLINE');
    }
    const said = outcomes.value;
    setTimeout(() => {
      if (outcomes.value === said) outcomes.value = [];
    }, SAID_FOR);
  }
  return { outcomes, running, sent, run };
}
