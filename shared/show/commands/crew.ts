import { Type } from 'typebox';
import { Id, Words } from '../schemas.ts';
import { ANY, CREW, DESK, OPEN, ROLES, STAGE, spec } from './spec.ts';

export const crewSpecs = {
  'cue.send': spec(
    Type.Object({
      text: Type.Optional(Words(200)), preset: Type.Optional(Id), seconds: Type.Optional(Type.Integer({ minimum: 3, maximum: 600 })),
    }),
    { roles: CREW, states: OPEN, touches: () => [] },
  ),
  'cue.acknowledge': spec(
    Type.Object({
      cueId: Id, as: Type.Optional(Type.Enum(['delivered', 'seen', 'acknowledged'])),
    }),
    { roles: STAGE, states: ANY, ignoresExpectedRevision: true, touches: () => [] },
  ),
  'alert.acknowledge': spec(Type.Object({ alertId: Id, note: Type.Optional(Type.String({ maxLength: 500 })) }), {
    roles: CREW, states: ANY, touches: () => [],
  }),
  // Any role, with the right to approve prices.
  'approval.grant': spec(Type.Object({ commandId: Id }), {
    roles: ROLES, states: OPEN, touches: () => [],
  }),
  'platform.confirm': spec(Type.Object({ commandId: Id }), {
    roles: CREW, states: ANY, touches: () => [],
  }),
  'undo': spec(Type.Object({ revision: Type.Integer({ minimum: 1 }) }), { roles: DESK, states: OPEN, touches: () => [] }),
} as const;
