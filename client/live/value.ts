import type { TSchema } from 'typebox';
import { checkOf, type Check } from './check.ts';

/*
 * On a page this stands in for `typebox/value` (vite.config.ts), whose engine would be a quarter of the page's script: the rules of
 * shared/show ask it whether a payload fits its command before a button is offered. The server, which decides, names what is wrong
 * and where; a page only has to know that something is.
 */

const checks = new WeakMap<object, Check>();

/** Empty where the value fits the schema. */
export function Errors(schema: TSchema, value: unknown): { keyword: 'type'; instancePath: string; message: string }[] {
  let check = checks.get(schema);
  if (!check) {
    check = checkOf(schema);
    checks.set(schema, check);
  }
  return check(value) ? [] : [{ keyword: 'type', instancePath: '', message: 'does not fit' }];
}
