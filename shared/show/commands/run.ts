import { Type } from 'typebox';
import { entity } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { Id, Kind, Minutes, Money, Removable, SegmentInput, Words } from '../schemas.ts';
import { CREW, DESK, OPEN, Order, Position, RUNNING, spec } from './spec.ts';
import { optional } from '../../record.ts';

export const runSpecs = {
  'segment.add': spec(
    Type.Object({
      segments: Type.Optional(Type.Array(SegmentInput, { minItems: 1, maxItems: LIMITS.segments })),
      index: Type.Optional(Position), ...optional(SegmentInput.properties),
    }),
    { roles: DESK, states: OPEN, touches: () => [] },
  ),
  'segment.edit': spec(
    Type.Object({
      segmentId: Id, kind: Type.Optional(Kind), title: Type.Optional(Words(120)), minutes: Type.Optional(Minutes), target: Removable(Money),
      host: Removable(Words(64)), listingId: Removable(Id),
    }),
    { roles: DESK, states: OPEN, touches: ({ segmentId }) => [entity.segment(segmentId)] },
  ),
  'segment.reorder': spec(
    Type.Object({ order: Order(Id, LIMITS.segments), segmentId: Type.Optional(Id), index: Type.Optional(Position) }),
    { roles: DESK, states: OPEN, touches: () => [entity.run] },
  ),
  'segment.start': spec(Type.Object({ segmentId: Id }), { roles: DESK, states: RUNNING, touches: () => [entity.segmentNow] }),
  'segment.skip': spec(Type.Object({ segmentId: Type.Optional(Id) }), { roles: DESK, states: RUNNING, touches: () => [entity.segmentNow] }),
  'rhythm.set': spec(Type.Object({ label: Words(60), everyMinutes: Type.Number({ minimum: 0, maximum: 1_440 }) }), {
    roles: DESK, states: OPEN, touches: ({ label }) => [entity.rhythm(label)],
  }),
  'rhythm.done': spec(Type.Object({ label: Words(60) }), { roles: CREW, states: OPEN, touches: ({ label }) => [entity.rhythm(label)] }),
} as const;
