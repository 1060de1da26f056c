import type { Failure } from '../stores/commands.ts';
import { useProblem } from '../i18n/problem.ts';
import { useWords } from '../i18n/words.ts';
import { formatTime } from '../format/time.ts';
import { useFigures } from './figures.ts';

/** By `params.state` of a WRONG_STATE. */
const STATES = ['offShelf', 'unchanged', 'planned', 'live', 'paused', 'ended', 'red', 'idle', 'rehearsal', 'numberTaken', 'first', 'dealPending', 'dealStarted', 'dealOver'] as const;

/** Words a refused command: why, with who and what, and what to do next. Falls back to the words of its code. */
export function useRefusal(): (failure: Failure) => string {
  const { t, te } = useWords();
  const problem = useProblem();
  const figures = useFigures();

  function wrongState({ params }: Failure): string | undefined {
    const { what } = params;
    if (what !== undefined) return t(te(`act.refusal.instead.${what}`) ? `act.refusal.instead.${what}` : 'act.refusal.cannotUndo');
    if (params['state'] === 'dealOpen') return t('act.refusal.dealOpen', { listing: params['listing'], endsAt: formatTime(Number(params['endsAt'])) });
    if (params['state'] === 'done') return t('act.refusal.segmentDone');
    const state = STATES.find((each) => each === params['state']);
    return state && t(`act.refusal.${state}`, params);
  }

  function words(failure: Failure): string | undefined {
    const { code, params } = failure;
    switch (code) {
      case 'STALE_REVISION': {
        const by = params['by'];
        if (by === undefined) return undefined;
        if (params['onAir'] === undefined) return t('act.refusal.stale', { by });
        return params['onAir'] === '' ? t('act.refusal.nothingOnAir', { by }) : t('act.refusal.staleOnAir', { by, onAir: params['onAir'] });
      }
      case 'WRONG_STATE':
        return wrongState(failure);
      case 'FROZEN':
        return t('act.refusal.frozen');
      case 'LIMIT_REACHED':
        return params['limit'] === undefined ? undefined : t(params['pinned'] === undefined ? 'act.refusal.full' : 'act.refusal.pinsFull', params);
      case 'BELOW_FLOOR':
        return t(params['coupon'] === undefined ? 'act.refusal.belowFloor' : 'act.refusal.belowFloorCoupon', { coupon: params['coupon'], price: figures.value.price(Number(params['price'])), floor: figures.value.price(Number(params['floor'])) });
      case 'DEAL_NOT_RUNNING':
        return te(`act.refusal.deal.${params['state']}`) ? t(`act.refusal.deal.${params['state']}`) : undefined;
      case 'FORBIDDEN':
        return params['by'] === undefined ? undefined : t('act.refusal.ownApproval');
      default:
        return undefined;
    }
  }
  return (failure) => words(failure) ?? problem(failure);
}
