import type { FieldError, ProblemCode } from '../protocol/problems.ts';

/** Why a command is refused. `params` carries the figures (who, what moved, how much) for the screens' own wording. */
export interface Rejection {
  code: ProblemCode;
  /** What happened and what to do next, in English. */
  detail: string;
  params?: Record<string, string | number>;
  errors?: FieldError[];
}

export function reject(code: ProblemCode, detail: string, params?: Record<string, string | number>): Rejection {
  return { code, detail, ...(params ? { params } : {}) };
}

/** Input that has the right shape and still makes no sense; every bad place is named. */
export function invalid(errors: FieldError[]): Rejection {
  const [first] = errors;
  const detail = first ? `${first.path || '/'}: ${first.message}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}` : 'The input is not valid.';
  return { code: 'INVALID', detail, errors };
}

/** The command would change nothing: refused, so that nobody believes that it did. */
export const unchanged = (detail: string): Rejection => reject('WRONG_STATE', detail, { state: 'unchanged' });
