import { PROBLEMS, Refusal, type ProblemCode } from '../../shared/protocol/problems.ts';
import type { Answer } from '../store/ledger.ts';

/** What the ledger's scripts refuse, by code and what it is about; `{figure}` is the units or the time that go with it. */
const WORDS: Record<string, string> = {
  'NOT_FOUND show': 'There is no such show. Check the id.',
  'NOT_FOUND listing': 'The show has no such listing. Check the listing id.',
  'NOT_FOUND sku': 'The listing has no such SKU. Check the SKU.',
  'NOT_FOUND deal': 'The show has no such deal, or it has not been started. Claim without a deal, or wait for its start.',
  'NOT_FOUND claim': 'There is no such claim. Take it first, or check its id.',
  'ID_REUSED claim': 'This claim id was used for another claim. Send this one under a new id.',
  'ID_REUSED order': 'This order id belongs to another claim, or the claim was paid under another order id. Check which.',
  'FROZEN frozen': 'The show is stopped and sells nothing. Wait until it goes on.',
  'WRONG_STATE planned': 'The show has not begun. Claim once it is live.',
  'WRONG_STATE ended': 'The show is over.',
  'WRONG_STATE platform': 'This show sells on a platform; claims exist only where the show sells itself.',
  'WRONG_STATE offShelf': 'The listing is off the shelf. Choose another.',
  'WRONG_STATE cancelled': 'The claim was cancelled. Take a new one.',
  'WRONG_STATE paid': 'The claim is paid. Refund the order instead.',
  'INVALID sku': 'The listing has several SKUs: name one.',
  'INVALID dealId': 'The deal is for another listing.',
  'INVALID quantity': 'The amount would be too large to be counted exactly. Take fewer.',
  'INVALID amount': 'The amount is not what was quoted: {figure}.',
  'DEAL_NOT_RUNNING countdown': 'The deal has not opened yet. It opens at {figure}.',
  'DEAL_NOT_RUNNING over': 'The deal is over since {figure}.',
  'LIMIT_REACHED deal': 'This buyer may take {figure} more of this deal.',
  'LIMIT_REACHED listing': 'This buyer may take {figure} more of this listing.',
  'SOLD_OUT deal': 'The deal is sold out. Units that others do not pay for come back: try again later.',
  'SOLD_OUT sku': 'It is sold out. Units that others do not pay for come back: try again later.',
  'INSUFFICIENT_STOCK deal': 'Only {figure} are left of the deal. Take fewer.',
  'INSUFFICIENT_STOCK sku': 'Only {figure} are left. Take fewer.',
  'CLAIM_EXPIRED claim': 'The time to pay was over at {figure}, and the units were given back. Take a new claim.',
};

const isCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** A refusal of the ledger, worded. */
export function refusedClaim(showId: string, { code, what, figure }: Extract<Answer, { is: 'refused' }>): Refusal {
  const words = WORDS[`${code} ${what}`];
  if (!isCode(code) || words === undefined) throw new TypeError(`the ledger refused ${showId} with ${code} ${what}`);
  const detail = words.replace('{figure}', String(figure ?? ''));
  const errors = code === 'INVALID' ? { errors: [{ path: `/${what}`, message: detail }] } : {};
  return untraced(() => new Refusal(code, detail, { params: { about: what, ...(figure === undefined ? {} : { figure }) }, ...errors }));
}

/** In a burst nearly every answer is a refusal, and tracing where each was made would cost a tenth of the answer and say nothing. */
function untraced<T>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
