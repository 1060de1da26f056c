/**
 * Every reason the product can refuse something, with its HTTP status: a closed list, shared with the screens,
 * which word each code once per language (client/i18n, `problem.CODE`).
 */
export const PROBLEMS = {
  INVALID: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  STALE_REVISION: 409,
  EXPIRED: 409,
  WRONG_STATE: 409,
  FROZEN: 409,
  BELOW_FLOOR: 409,
  SOLD_OUT: 409,
  LIMIT_REACHED: 409,
  DEAL_NOT_RUNNING: 409,
  CLAIM_EXPIRED: 409,
  INSUFFICIENT_STOCK: 409,
  ID_REUSED: 409,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  STORE_UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 504,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing wrong with one place of the input; `path` is a JSON pointer into it. */
export interface FieldError {
  path: string;
  message: string;
}

/** An RFC 9457 problem, as HTTP and sockets both answer it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What happened and what to do next, in English; screens word `code` and `params` themselves. */
  detail: string;
  code: ProblemCode;
  /** The figures of the refusal (who, what moved, how much is left), for the screens' wording. */
  params?: Record<string, string | number>;
  errors?: FieldError[];
}

/** A refusal on its way to the edge; thrown where a return value would only be passed along. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly extra: { params?: Record<string, string | number>; errors?: FieldError[]; status?: number } = {},
  ) {
    super(detail);
  }
}

/** A show of that id was never made. */
export const noShow = (showId: string): Refusal => new Refusal('NOT_FOUND', `There is no show ${showId}. Create it first, or check the id.`);

const TITLES: Record<ProblemCode, string> = {
  INVALID: 'The input is not valid',
  UNAUTHENTICATED: 'Sign in first',
  FORBIDDEN: 'Not allowed for this role',
  NOT_FOUND: 'Not found',
  STALE_REVISION: 'Somebody changed it first',
  EXPIRED: 'Too late: the command expired',
  WRONG_STATE: 'Not possible in this state',
  FROZEN: 'The show is frozen',
  BELOW_FLOOR: 'Below the floor price',
  SOLD_OUT: 'Sold out',
  LIMIT_REACHED: 'Limit reached',
  DEAL_NOT_RUNNING: 'The deal is not running',
  CLAIM_EXPIRED: 'The hold has expired',
  INSUFFICIENT_STOCK: 'Not enough stock',
  ID_REUSED: 'The id was used for something else',
  TOO_LARGE: 'Too large',
  RATE_LIMITED: 'Too many requests',
  OVERLOADED: 'Too much at once',
  STORE_UNAVAILABLE: 'The store is unavailable',
  OUTCOME_UNKNOWN: 'The outcome is not known yet',
};

/** The wire form of a refusal. */
export function problemOf(refusal: Refusal): Problem {
  const { code, extra } = refusal;
  return {
    type: `urn:changkong:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[code],
    status: extra.status ?? PROBLEMS[code],
    detail: refusal.message,
    code,
    ...(extra.params ? { params: extra.params } : {}),
    ...(extra.errors ? { errors: extra.errors } : {}),
  };
}
