import { Compile, type Validator } from 'typebox/compile';
import { Refusal, problemOf, type Problem } from '../../shared/protocol/problems.ts';
import { ASKS, type Answer, type Ask, type AskName } from '../../shared/protocol/socket.ts';
import { refusalOf } from '../store/trouble.ts';

const checks: ReadonlyMap<string, Validator> = new Map(Object.entries(ASKS).map(([name, schema]) => [name, Compile(schema)] as const));

type Handler<N extends AskName, T> = (ask: Ask<N>) => Promise<Answer<T>>;

/**
 * Wraps a handler of one ask: what came is checked exactly as HTTP checks it, every failure becomes a problem,
 * and the answer is always given.
 */
export function answering<N extends AskName, T extends object>(name: N, handler: Handler<N, T>, onTrouble: (error: unknown) => void) {
  return (ask: unknown, reply: (answer: Answer<T>) => void): void => {
    // The types promise an answer function; the wire does not.
    if (typeof reply !== 'function') return;
    const check = checks.get(name);
    if (!check?.Check(ask)) {
      const first = check?.Errors(ask)[0];
      return reply({ ok: false, problem: problemOf(new Refusal('INVALID', `The request is not valid: ${first?.instancePath ?? ''} ${first?.message ?? ''}.`)) });
    }
    handler(ask as Ask<N>).then(reply, (error: unknown) => {
      reply({ ok: false, problem: problemFrom(error, onTrouble) });
    });
  };
}

function problemFrom(error: unknown, onTrouble: (error: unknown) => void): Problem {
  if (!(error instanceof Refusal)) onTrouble(error);
  return problemOf(refusalOf(error));
}
