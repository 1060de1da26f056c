import type { baseZh } from './base.zh-CN.ts';
import { stageEn } from './stage.en.ts';

export const baseEn: typeof baseZh = {
  brand: 'Changkong',
  brandLong: 'Changkong 场控',
  language: { switch: 'Switch language', other: '中' },
  common: {
    cancel: 'Cancel', close: 'Close', retry: 'Try again', done: 'Done', reset: 'Reset', loading: 'Loading', search: 'Search', optional: 'optional', remove: 'Remove', nothing: 'Nothing yet', you: 'you',
  },
  run: {
    add: 'Add a segment', kind: 'Segment', name: 'Name', minutes: 'Minutes', target: 'Target', total: '{minutes} min in all · target {target}', up: 'Move up', down: 'Move down', standard: 'The usual six', empty: 'A show can run without one; with one the desk shows overruns and pace.',
    kinds: { opening: 'Opening', product: 'Product', interaction: 'Interaction', benefit: 'Benefit', push: 'Push', closing: 'Closing' },
  },
  problem: {
    INVALID: 'Something in it is not right: check and try again', UNAUTHENTICATED: 'Sign in first', FORBIDDEN: 'Your role may not do this', NOT_FOUND: 'Not found', STALE_REVISION: 'Somebody just changed it: look again, then decide', EXPIRED: 'Too late: the command expired', WRONG_STATE: 'Not possible in this state', FROZEN: 'The show is frozen',
    BELOW_FLOOR: 'Below the floor price', SOLD_OUT: 'Sold out', LIMIT_REACHED: 'Limit reached', DEAL_NOT_RUNNING: 'The deal is not running', CLAIM_EXPIRED: 'The hold has expired', INSUFFICIENT_STOCK: 'Not enough stock', ID_REUSED: 'That id was used for something else', TOO_LARGE: 'Too large', RATE_LIMITED: 'Too many requests: wait a moment', OVERLOADED: 'Too busy: wait a moment',
    STORE_UNAVAILABLE: 'The store is unavailable', OUTCOME_UNKNOWN: 'Outcome unknown: check', OFFLINE: 'Not connected: nothing was sent', UNKNOWN: 'No clear answer came', REPLAY: 'This is a playback: only to look at',
  },
  stage: stageEn,
};
