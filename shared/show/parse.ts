import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import type { FieldError } from '../protocol/problems.ts';
import { COMMANDS, isCommandType, type Command, type Sent } from './commands.ts';
import { LIMITS } from './limits.ts';
import { invalid, type Rejection } from './rejection.ts';

type SchemaError = ReturnType<typeof Errors>[number];

/** "or null" is how a field is removed: saying so besides what is wrong with the value helps nobody. */
const isNoise = ({ keyword, message }: SchemaError): boolean => keyword === 'anyOf' || message === 'must be null';

function fieldErrors(error: SchemaError): FieldError[] {
  // A missing field is named by its own path, not by its parent's.
  if (error.keyword === 'required') return error.params.requiredProperties.map((name) => ({ path: `${error.instancePath}/${name}`, message: 'is required' }));
  const allowed = error.keyword === 'enum' ? `: ${error.params.allowedValues.join(', ')}` : '';
  return [{ path: error.instancePath, message: `${error.message}${allowed}` }];
}

/** What is wrong with `value`, one message a place. */
export function errorsOf(schema: TSchema, value: unknown, under = ''): FieldError[] {
  const all = Errors(schema, value);
  const telling = all.filter((error) => !isNoise(error));
  const seen = new Set<string>();
  return (telling.length > 0 ? telling : all).flatMap(fieldErrors).flatMap(({ path, message }) => {
    if (seen.has(path)) return [];
    seen.add(path);
    return [{ path: `${under}${path}`, message }];
  }).slice(0, LIMITS.errors);
}

/** Only the fields that the table names: what else was sent never reaches a handler, and so never the document. */
function known(fields: object, payload: object): object {
  return Object.fromEntries(Object.entries(payload).filter(([field]) => Object.hasOwn(fields, field)));
}

/** Checks a command against the table. @returns INVALID naming the unknown type, or every bad place of the payload by path. */
export function parseCommand(sent: Sent): { ok: true; command: Command } | { ok: false; rejection: Rejection } {
  const { type, payload = {} } = sent;
  if (!isCommandType(type)) return { ok: false, rejection: invalid([{ path: '/type', message: `there is no command ${type}` }]) };
  const schema = COMMANDS[type].payload;
  const errors = errorsOf(schema, payload, '/payload');
  if (errors.length > 0) return { ok: false, rejection: invalid(errors) };
  // Checked against this very type's schema on the line above.
  return { ok: true, command: { ...sent, payload: known(schema.properties, payload) } as unknown as Command };
}
