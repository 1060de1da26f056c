import { Type, type Static } from 'typebox';
import { crewSpecs } from './commands/crew.ts';
import { dealSpecs } from './commands/deal.ts';
import { listingSpecs } from './commands/listing.ts';
import { runSpecs } from './commands/run.ts';
import { showSpecs } from './commands/show.ts';
import { stockSpecs } from './commands/stock.ts';
import { RecordOf } from '../record.ts';

export { ROLES, type Role } from './commands/spec.ts';

/**
 * Every command: what it carries, who may send it, when, and what it touches.
 * A type added here does not compile until decide.ts handles it.
 */
export const COMMANDS = { ...showSpecs, ...listingSpecs, ...runSpecs, ...dealSpecs, ...stockSpecs, ...crewSpecs } as const;

export type CommandType = keyof typeof COMMANDS;
type Payloads = { [T in CommandType]: Static<(typeof COMMANDS)[T]['payload']> };
export type Payload<T extends CommandType> = Payloads[T];
const TOUCHES: { [T in CommandType]: { touches: (payload: Payload<T>) => readonly string[] } } = COMMANDS;
/** The entities (entities.ts) that a command changes where they were there before it. */
export const touchesOf = <T extends CommandType>(type: T, payload: Payload<T>): readonly string[] => TOUCHES[type].touches(payload);
export const COMMAND_TYPES = Object.keys(COMMANDS) as CommandType[];
export const isCommandType = (type: string): type is CommandType => Object.hasOwn(COMMANDS, type);

/** A command as it is sent: its type and payload still to be checked. */
export const CommandEnvelope = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  type: Type.String({ minLength: 1, maxLength: 64 }),
  expectedRevision: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Unix ms. */
  expiresAt: Type.Optional(Type.Integer({ minimum: 0 })),
  payload: Type.Optional(RecordOf(Type.Unknown())),
});
export type CommandEnvelope = Static<typeof CommandEnvelope>;
/** Anything that claims to be a command. */
export type Sent = Omit<CommandEnvelope, 'payload'> & { payload?: object };

export type CommandOf<T extends CommandType> = Omit<CommandEnvelope, 'type' | 'payload'> & { type: T; payload: Payload<T> };
/** A command whose payload fits its type. */
export type Command = { [T in CommandType]: CommandOf<T> }[CommandType];
