import { Errors } from 'typebox/value';
import type { FieldError } from '../protocol/problems.ts';
import { COMMANDS, isCommandType, type Command, type Sent } from './commands.ts';
import { LIMITS } from './limits.ts';
import { invalid, type Rejection } from './rejection.ts';

type SchemaError = ReturnType<typeof Errors>[number];

function fieldErrors(errors: readonly SchemaError[]): FieldError[] {
  return errors.slice(0, LIMITS.errors).flatMap((error) => {
    // A missing field is named by its own path, not by its parent's.
    if (error.keyword === 'required') return error.params.requiredProperties.map((name) => ({ path: `${error.instancePath}/${name}`, message: 'is required' }));
    return [{ path: error.instancePath, message: error.message }];
  });
}

/** Checks a command against the table. @returns INVALID naming the unknown type, or every bad place of the payload by path. */
export function parseCommand(sent: Sent): { ok: true; command: Command } | { ok: false; rejection: Rejection } {
  const { type, payload = {} } = sent;
  if (!isCommandType(type)) return { ok: false, rejection: invalid([{ path: '/type', message: `there is no command ${type}` }]) };
  const errors = Errors(COMMANDS[type].payload, payload);
  if (errors.length > 0) return { ok: false, rejection: invalid(fieldErrors(errors).map((e) => ({ ...e, path: `/payload${e.path}` }))) };
  // Checked against this very type's schema on the line above.
  return { ok: true, command: { ...sent, payload } as unknown as Command };
}
