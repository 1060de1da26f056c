import { Type } from 'typebox';
import { entity } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { Channel, Id, Minutes, Moment, Money, Removable, ShowIdText, Units, Words } from '../schemas.ts';
import { EMERGENCY_KINDS } from '../show.ts';
import { ANY, CREW, DESK, Empty, OPEN, RUNNING, Reason, spec } from './spec.ts';
import { RecordOf } from '../../record.ts';

const CuePreset = Type.Object({ id: Id, text: Words(200), seconds: Type.Optional(Type.Integer({ minimum: 3, maximum: 600 })) });
const EmergencyCard = Type.Object({
  id: Id,
  kind: Type.Enum(EMERGENCY_KINDS),
  title: Words(60),
  cue: Type.Optional(Words(200)),
  commands: Type.Array(Type.Object({ type: Words(64), payload: RecordOf(Type.Unknown()) }), { maxItems: 10 }),
});

export const showSpecs = {
  'show.edit': spec(
    Type.Object({
      title: Type.Optional(Words(120)), host: Removable(Words(64)), salesChannel: Type.Optional(Channel), startsAt: Removable(Moment),
      plannedMinutes: Removable(Minutes), gmvTarget: Removable(Money),
      wantKeywords: Type.Optional(Type.Array(Words(32), { maxItems: 20 })),
      lateHours: Type.Optional(Type.Number({ minimum: 0, maximum: 720 })),
      cuePresets: Removable(Type.Array(CuePreset, { maxItems: LIMITS.presets })),
      emergencyCards: Removable(Type.Array(EmergencyCard, { maxItems: LIMITS.presets })),
      ownChecks: Removable(Type.Array(Type.Object({ id: Id, label: Words(120) }), { maxItems: LIMITS.presets })),
      checks: Type.Optional(RecordOf(Type.Boolean())),
      thresholds: Removable(RecordOf(Type.Number({ minimum: 0 }))),
      overlayStockBelow: Removable(Units),
    }),
    { roles: DESK, states: ANY, touches: () => [entity.settings] },
  ),
  'show.rehearse': spec(Type.Object({ showId: Type.Optional(ShowIdText) }), { roles: DESK, states: ANY, touches: () => [] }),
  'show.start': spec(Type.Object({ reason: Type.Optional(Reason), red: Type.Optional(Type.Array(Id, { maxItems: 100 })) }), {
    roles: DESK, states: ['planned'], stopped: true, touches: () => [entity.status],
  }),
  'show.pause': spec(Type.Object({ reason: Reason }), { roles: DESK, states: ['live'], touches: () => [entity.status] }),
  'show.resume': spec(Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) }), {
    roles: DESK, states: ['paused'], stopped: true, touches: () => [entity.status],
  }),
  'show.end': spec(Empty, { roles: DESK, states: RUNNING, touches: () => [entity.status] }),
  // A show that was on air before this program knew of it: its facts are here, or will be.
  'show.tellPast': spec(Type.Object({ startedAt: Moment, endedAt: Moment }), { roles: DESK, states: ['planned'], touches: () => [entity.status] }),
  'show.freeze': spec(Empty, { roles: CREW, states: OPEN, ignoresExpectedRevision: true, touches: () => [] }),
  'show.unfreeze': spec(Empty, { roles: DESK, states: OPEN, touches: () => [entity.status] }),
  'host.change': spec(Type.Object({ host: Words(64), note: Type.Optional(Type.String({ maxLength: 2_000 })) }), {
    roles: DESK, states: OPEN, touches: () => [entity.host],
  }),
} as const;
