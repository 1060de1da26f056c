import { Type, type Static, type TSchema } from 'typebox';
import { entity } from './entities.ts';
import { LIMITS } from './limits.ts';
import {
  Channel, Count, Id, Kind, ListingInput, Minutes, Moment, Money, Removable, SegmentInput, ShowIdText, Units, Words, listingExtras,
} from './schemas.ts';
import { EMERGENCY_KINDS, type ShowStatus } from './show.ts';

/** People's roles in a show: admin, controller 场控, host 主播, assistant 助播, analyst 复盘. */
export const ROLES = ['admin', 'controller', 'host', 'assistant', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

const DESK = ['admin', 'controller'] as const;
const CREW = ['admin', 'controller', 'assistant'] as const;
const STAGE = ['admin', 'controller', 'assistant', 'host'] as const;

const ANY = ['planned', 'live', 'paused', 'ended'] as const;
const OPEN = ['planned', 'live', 'paused'] as const;
const RUNNING = ['live', 'paused'] as const;

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

const spec = <S extends TSchema>(payload: S, rest: Omit<Spec<S>, 'payload'>): Spec<S> => ({ payload, ...rest });

const Empty = Type.Object({});
const Reason = Words(500);
const Position = Type.Integer({ minimum: 0, maximum: 10_000 });
const Order = (maxItems: number) => Type.Optional(Type.Array(Id, { maxItems }));

const CuePreset = Type.Object({ id: Id, text: Words(200), seconds: Type.Optional(Type.Integer({ minimum: 3, maximum: 600 })) });
const EmergencyCard = Type.Object({
  id: Id,
  kind: Type.Enum(EMERGENCY_KINDS),
  title: Words(60),
  cue: Type.Optional(Words(200)),
  commands: Type.Array(Type.Object({ type: Words(64), payload: Type.Record(Type.String(), Type.Unknown()) }), { maxItems: 10 }),
});

/** A SKU in an edit: what is left out stays, null takes the own price away. */
const SkuEdit = Type.Object({
  sku: Id, name: Type.Optional(Words(120)), price: Removable(Money), stock: Type.Optional(Units), safetyStock: Removable(Units),
});
const extra = listingExtras;

/**
 * Every command outside deals and stock: what it carries, who may send it, when, and what it touches.
 * A type added here does not compile until decide.ts handles it. Deals, stock, coupons and draws join this table.
 */
export const COMMANDS = {
  'show.edit': spec(
    Type.Object({
      title: Type.Optional(Words(120)), host: Removable(Words(64)), salesChannel: Type.Optional(Channel), startsAt: Removable(Moment),
      plannedMinutes: Removable(Minutes), gmvTarget: Removable(Money),
      wantKeywords: Type.Optional(Type.Array(Words(32), { maxItems: 20 })),
      lateHours: Type.Optional(Type.Number({ minimum: 0, maximum: 720 })),
      cuePresets: Removable(Type.Array(CuePreset, { maxItems: LIMITS.presets })),
      emergencyCards: Removable(Type.Array(EmergencyCard, { maxItems: LIMITS.presets })),
      ownChecks: Removable(Type.Array(Type.Object({ id: Id, label: Words(120) }), { maxItems: LIMITS.presets })),
      checks: Type.Optional(Type.Record(Type.String({ maxLength: 128 }), Type.Boolean())),
      thresholds: Removable(Type.Record(Type.String({ maxLength: 64 }), Type.Number({ minimum: 0 }))),
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
  'show.freeze': spec(Empty, { roles: CREW, states: OPEN, ignoresExpectedRevision: true, touches: () => [] }),
  'show.unfreeze': spec(Empty, { roles: DESK, states: OPEN, touches: () => [entity.status] }),
  'host.change': spec(Type.Object({ host: Words(64), note: Type.Optional(Type.String({ maxLength: 2_000 })) }), {
    roles: DESK, states: OPEN, touches: () => [entity.host],
  }),
  'listing.take': spec(Type.Object({ listingId: Id, seenOnAir: Type.Union([Id, Type.Null()]) }), {
    roles: DESK, states: RUNNING, stopped: true, touches: () => [entity.onAir],
  }),
  'listing.add': spec(Type.Object({ listings: Type.Array(ListingInput, { minItems: 1, maxItems: LIMITS.listingsPerCommand }) }), {
    roles: DESK, states: OPEN, touches: () => [],
  }),
  'listing.edit': spec(
    Type.Object({
      listingId: Id, number: Type.Optional(Count), title: Type.Optional(Words(120)), price: Type.Optional(Money),
      listPrice: Removable(extra.listPrice), floorPrice: Removable(extra.floorPrice), offer: Removable(extra.offer), gifts: Removable(extra.gifts),
      tag: Removable(extra.tag), sellingPoints: Removable(extra.sellingPoints), imageUrl: Removable(extra.imageUrl),
      maxPerBuyer: Removable(extra.maxPerBuyer),
      skus: Type.Optional(Type.Array(SkuEdit, { minItems: 1, maxItems: LIMITS.skusPerListing })),
    }),
    { roles: DESK, states: OPEN, touches: ({ listingId }) => [entity.listing(listingId)] },
  ),
  // Allowed while stopped: correcting a wrong price is what a stop is most often for, and nothing sells until it is lifted.
  'listing.price': spec(Type.Object({ listingId: Id, price: Type.Union([Money, Type.Null()]), sku: Type.Optional(Id) }), {
    roles: DESK, states: OPEN, touches: ({ listingId }) => [entity.listing(listingId)],
  }),
  'listing.pin': spec(Type.Object({ listingId: Id }), {
    roles: CREW, states: OPEN, stopped: true, touches: () => [entity.pins],
  }),
  'listing.unpin': spec(Type.Object({ listingId: Id }), { roles: CREW, states: OPEN, touches: () => [entity.pins] }),
  'listing.shelve': spec(Type.Object({ listingId: Id }), { roles: DESK, states: OPEN, touches: ({ listingId }) => [entity.listing(listingId)] }),
  'listing.unshelve': spec(Type.Object({ listingId: Id }), {
    roles: DESK, states: OPEN, stopped: true, touches: ({ listingId }) => [entity.listing(listingId)],
  }),
  'listing.reorder': spec(
    Type.Object({ order: Order(LIMITS.listings), listingId: Type.Optional(Id), index: Type.Optional(Position) }),
    { roles: DESK, states: OPEN, touches: () => [entity.queue] },
  ),
  'listing.explain': spec(Type.Object({ listingId: Type.Union([Id, Type.Null()]) }), {
    roles: STAGE, states: RUNNING, stopped: true, touches: () => [entity.explaining],
  }),
  'segment.add': spec(
    Type.Object({
      segments: Type.Optional(Type.Array(SegmentInput, { minItems: 1, maxItems: LIMITS.segments })),
      index: Type.Optional(Position), ...Type.Partial(SegmentInput).properties,
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
    Type.Object({ order: Order(LIMITS.segments), segmentId: Type.Optional(Id), index: Type.Optional(Position) }),
    { roles: DESK, states: OPEN, touches: () => [entity.run] },
  ),
  'segment.start': spec(Type.Object({ segmentId: Id }), { roles: DESK, states: RUNNING, touches: () => [entity.segmentNow] }),
  'segment.skip': spec(Type.Object({ segmentId: Type.Optional(Id) }), { roles: DESK, states: RUNNING, touches: () => [entity.segmentNow] }),
  'rhythm.set': spec(Type.Object({ label: Words(60), everyMinutes: Type.Number({ minimum: 0, maximum: 1_440 }) }), {
    roles: DESK, states: OPEN, touches: ({ label }) => [entity.rhythm(label)],
  }),
  'rhythm.done': spec(Type.Object({ label: Words(60) }), { roles: CREW, states: OPEN, touches: ({ label }) => [entity.rhythm(label)] }),
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
  payload: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type CommandEnvelope = Static<typeof CommandEnvelope>;
/** Anything that claims to be a command. */
export type Sent = Omit<CommandEnvelope, 'payload'> & { payload?: object };

export type CommandOf<T extends CommandType> = Omit<CommandEnvelope, 'type' | 'payload'> & { type: T; payload: Payload<T> };
/** A command whose payload fits its type. */
export type Command = { [T in CommandType]: CommandOf<T> }[CommandType];
