import { Type } from 'typebox';
import { PROBLEMS, type Problem, type ProblemCode } from '../../shared/protocol/problems.ts';
import { checkOf } from './check.ts';
import { RecordOf } from '../../shared/record.ts';

/** Why a call gave nothing: a refusal by the server, or no usable answer (`OFFLINE` never reached it, `UNKNOWN` may have), or nobody was asked (`REPLAY`). */
export interface Failure {
  code: ProblemCode | 'OFFLINE' | 'UNKNOWN' | 'REPLAY';
  detail: string;
  params: Record<string, string | number>;
  errors: { path: string; message: string }[];
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const failureOf = (code: Failure['code'], detail = ''): Failure => ({ code, detail, params: {}, errors: [] });
export const failed = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });

const isProblem = checkOf(
  Type.Object({
    code: Type.String(),
    detail: Type.String(),
    params: Type.Optional(RecordOf(Type.Union([Type.String(), Type.Number()]))),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  }),
);

/** Reads a problem as HTTP and sockets answer it; anything else is `UNKNOWN`. */
export function failureFrom(body: unknown): Failure {
  if (!isProblem(body)) return failureOf('UNKNOWN');
  const { code, detail, params, errors } = body as Problem;
  return { code: Object.hasOwn(PROBLEMS, code) ? code : 'UNKNOWN', detail, params: params ?? {}, errors: errors ?? [] };
}

export interface Http {
  get<T>(path: string, check: (body: unknown) => body is T, signal?: AbortSignal): Promise<Outcome<T>>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: unknown, check: (body: unknown) => body is T): Promise<Outcome<T>>;
}

/** How long a call may take. Unit: ms. */
const PATIENCE = 15_000;

/** The REST side, under /api/v1, with the session's cookie. Never throws: what goes wrong is an outcome. */
export function createHttp(fetcher: typeof fetch): Http {
  async function call<T>(path: string, init: RequestInit, check: (body: unknown) => body is T): Promise<Outcome<T>> {
    let response: Response;
    let body: unknown;
    try {
      response = await fetcher(`/api/v1${path}`, { credentials: 'same-origin', ...init });
      const text = await response.text();
      body = text === '' ? undefined : JSON.parse(text);
    } catch (reason) {
      return failed(failureOf(reason instanceof SyntaxError ? 'UNKNOWN' : 'OFFLINE', String(reason)));
    }
    if (!response.ok) return failed(failureFrom(body));
    return check(body) ? { ok: true, value: body } : failed(failureOf('UNKNOWN', `${path}: an answer of another shape`));
  }
  const limit = (signal?: AbortSignal): AbortSignal => (signal ? AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) : AbortSignal.timeout(PATIENCE));
  return {
    get: (path, check, signal) => call(path, { signal: limit(signal) }, check),
    send: (method, path, body, check) =>
      call(
        path,
        {
          method,
          signal: limit(),
          ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        },
        check,
      ),
  };
}
