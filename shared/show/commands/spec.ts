import { Type, type Static, type TSchema } from 'typebox';
import { Words } from '../schemas.ts';
import type { ShowStatus } from '../show.ts';

/** People's roles in a show: admin, controller 场控, host 主播, assistant 助播, analyst 复盘. */
export const ROLES = ['admin', 'controller', 'host', 'assistant', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

export const DESK = ['admin', 'controller'] as const;
export const CREW = ['admin', 'controller', 'assistant'] as const;
export const STAGE = ['admin', 'controller', 'assistant', 'host'] as const;

export const ANY = ['planned', 'live', 'paused', 'ended'] as const;
export const OPEN = ['planned', 'live', 'paused'] as const;
export const RUNNING = ['live', 'paused'] as const;

interface Spec<S extends TSchema> {
  payload: S;
  /** Who may send it; `approval.grant` asks for the right to approve besides (permissions.ts). */
  roles: readonly Role[];
  /** The show's states in which it makes sense. */
  states: readonly ShowStatus[];
  /** Refused FROZEN while the show is stopped, because it sells or changes what is on air. */
  stopped?: true;
  ignoresExpectedRevision?: true;
  /** The entities whose change since `expectedRevision` refuses it. */
  touches: (payload: Static<S>) => readonly string[];
}

export const spec = <S extends TSchema>(payload: S, rest: Omit<Spec<S>, 'payload'>): Spec<S> => ({ payload, ...rest });

export const Empty = Type.Object({});
export const Reason = Words(500);
export const Position = Type.Integer({ minimum: 0, maximum: 10_000 });
export const Order = <S extends TSchema>(of: S, maxItems: number) => Type.Optional(Type.Array(of, { maxItems }));
