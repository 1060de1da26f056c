import { setTimeout as wait } from 'node:timers/promises';
import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** Refused for good: asking again would not help. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(detail);
  }
}

/** Nobody answered for as long as we were willing to wait. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface ApiOptions {
  /** Such as http://127.0.0.1:4600. */
  url: string;
  key: string;
  /** How long one request is repeated while the server is away or busy. Unit: ms. */
  patienceMs: number;
  /** Told once when waiting begins and once when it ends. */
  onWaiting: (why: string | undefined) => void;
}

export interface Sent {
  body: string;
  type: 'application/json' | 'application/x-ndjson';
  headers?: Record<string, string>;
}

const Problem = Type.Object({ code: Type.String(), detail: Type.String(), errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))) });

/** Statuses that say nothing about the request itself. */
const AGAIN = new Set([429, 500, 502, 503, 504]);
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const ANSWER_WITHIN_MS = 60_000;

/** The public API as a feed uses it: every request is safe to repeat, so a server that restarts only costs time. */
export class Api {
  /** Requests that wait at this moment: only the first and the last of them say so. */
  private waiting = 0;

  constructor(private readonly options: ApiOptions) {}

  get<S extends TSchema>(path: string, schema: S): Promise<Static<S>> {
    return this.request('GET', path, schema);
  }

  post<S extends TSchema>(path: string, schema: S, sent: Sent): Promise<Static<S>> {
    return this.request('POST', path, schema, sent);
  }

  /** What is answered as one JSON value a line. */
  async lines(path: string): Promise<unknown[]> {
    const answer = await this.answer('GET', path);
    if (answer.status !== 200) return [judge(answer, Type.Never(), `GET ${path}`)];
    return answer.body.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
  }

  /** Runs a command under an id of the caller's: repeated, it is done once. */
  async command(showId: string, command: { id: string; type: string; payload: Record<string, unknown> }): Promise<void> {
    await this.post(`/shows/${showId}/commands`, Type.Object({ revision: Type.Integer() }), { type: 'application/json', body: JSON.stringify(command) });
  }

  /** @throws Refused, Unreachable */
  private async request<S extends TSchema>(method: string, path: string, schema: S, sent?: Sent): Promise<Static<S>> {
    return judge(await this.answer(method, path, sent), schema, `${method} ${path}`);
  }

  /** The first answer that says something about the request. @throws Unreachable */
  private async answer(method: string, path: string, sent?: Sent): Promise<Answer> {
    const giveUpAt = performance.now() + this.options.patienceMs;
    let waits = false;
    try {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        const answer = await this.once(method, path, sent);
        if ('body' in answer) return answer;
        if (performance.now() > giveUpAt) throw new Unreachable(`${this.options.url}: ${answer.trouble}`);
        if (!waits && this.waiting++ === 0) this.options.onWaiting(answer.trouble);
        waits = true;
        await wait(Math.max(pause, answer.retryAfterMs ?? 0));
      }
    } finally {
      if (waits && --this.waiting === 0) this.options.onWaiting(undefined);
    }
  }

  private async once(method: string, path: string, sent: Sent | undefined): Promise<Answer | { trouble: string; retryAfterMs?: number }> {
    const { url, key } = this.options;
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(sent ? { 'content-type': sent.type, ...sent.headers } : {}) },
        ...(sent ? { body: sent.body } : {}),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (!AGAIN.has(response.status)) return { status: response.status, body: text };
      const retryAfter = Number(response.headers.get('retry-after') ?? 0);
      return { trouble: `answered ${response.status}${codeOf(text)}`, ...(retryAfter > 0 ? { retryAfterMs: retryAfter * 1_000 } : {}) };
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
  }
}

interface Answer {
  status: number;
  body: string;
}

function judge<S extends TSchema>({ status, body }: Answer, schema: S, what: string): Static<S> {
  const value = parse(body);
  if (status >= 200 && status < 300) {
    if (Value.Check(schema, value)) return value;
    throw new Refused(status, 'INVALID', `${what} was answered with something else than expected: ${body.slice(0, 200)}`);
  }
  if (!Value.Check(Problem, value)) throw new Refused(status, String(status), `${what} answered ${status}: ${body.slice(0, 200)}`);
  const where = (value.errors ?? []).slice(0, 5).map(({ path, message }) => `\n  ${path} ${message}`).join('');
  throw new Refused(status, value.code, `${value.detail}${where}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function codeOf(text: string): string {
  const value = parse(text);
  return Value.Check(Problem, value) ? ` ${value.code}` : '';
}

/** fetch hides the reason (ECONNREFUSED, a reset) in the cause. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return error.message;
}
