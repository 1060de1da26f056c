import { paceOf } from '../../metrics/pace.ts';
import { RUNNING, rule } from '../rule.ts';

const MINUTE = 60_000;
/** What was told about money is not told again for this long. Unit: ms. */
const rest = (): number => 10 * MINUTE;

/** GMV behind its pace (METRICS.md: the segments' targets up to now, or linear), clearing at three quarters of the mark. */
export const paceBehind = rule(
  'pace.behind',
  { states: ['live'], main: 'pace.behind', riseMs: () => MINUTE, clearMs: MINUTE, restMs: rest },
  ({ show, sight, now, limit }) => {
    const { expected } = paceOf(show, sight.gmv, now);
    if (!expected || now - (show.startedAt ?? now) < limit('pace.after') * MINUTE) return [{ subject: '', state: 'off' }];
    const behind = (100 * (expected - sight.gmv)) / expected;
    const mark = limit('pace.behind');
    if (behind < mark * 0.75) return [{ subject: '', state: 'off' }];
    const params = { gmv: sight.gmv, expected, behind: Math.round(behind) };
    const say = { level: 'amber', params, action: { type: 'cue.send', payload: {}, cue: 'push' } } as const;
    return [{ subject: '', state: behind >= mark ? 'on' : 'hold', say }];
  },
);

/** Orders paid ÷ created, the last 10 minutes against the 10 before, where both have orders enough. Clears at half the drop. */
export const payRateFalling = rule(
  'payRate.falling',
  { states: RUNNING, main: 'payRate.drop', riseMs: () => MINUTE / 2, clearMs: MINUTE, restMs: rest },
  ({ sight, limit }) => {
    const { last10: last, before10: before } = sight;
    const least = limit('payRate.orders');
    const drop = limit('payRate.drop');
    // Multiplied out, so that the mark itself counts.
    const now = last.paid * before.created * 100;
    const then = before.paid * last.created;
    if (last.created < least || before.created < least || then === 0 || now > then * (100 - drop / 2)) return [{ subject: '', state: 'off' }];
    const percent = ({ paid, created }: typeof last): number => Math.round((100 * paid) / created);
    const params = { rate: percent(last), before: percent(before), created: last.created, orders: last.paid };
    const say = { level: 'amber', params, action: { type: 'cue.send', payload: {}, cue: 'pay' } } as const;
    return [{ subject: '', state: now <= then * (100 - drop) ? 'on' : 'hold', say }];
  },
);

/** Refunds of the last 10 minutes: five at least, and twice those of the 10 before. Clears at three quarters of both. */
export const refundsSpiking = rule(
  'refunds.spiking',
  { states: RUNNING, main: 'refunds.least', riseMs: () => 0, clearMs: MINUTE, restMs: rest },
  ({ sight, limit }) => {
    const { refunds, refundAmount } = sight.last10;
    const before = sight.before10.refunds;
    const mark = Math.max(limit('refunds.least'), before * limit('refunds.times'));
    if (refunds < mark * 0.75) return [{ subject: '', state: 'off' }];
    return [{ subject: '', state: refunds >= mark ? 'on' : 'hold', say: { level: 'amber', params: { refunds, before, amount: refundAmount } } }];
  },
);
