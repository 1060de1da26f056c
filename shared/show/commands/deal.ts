import { Type, type Static } from 'typebox';
import { optional } from '../../record.ts';
import { entity } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { Count, DEAREST, Id, Money, Moment, Words } from '../schemas.ts';
import { ANY, CREW, DESK, OPEN, RUNNING, spec } from './spec.ts';

/** The longest a deal runs, extensions included. Unit: s. */
export const DEAL_SECONDS = 86_400;
/** How long a buyer has to pay, where the deal does not say. Unit: s. */
export const HOLD_SECONDS = 300;

const seconds = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

/** A whole deal. */
export const DealInput = Type.Object({
  listingId: Id,
  price: Money,
  quantity: Count,
  perBuyer: Count,
  seconds: seconds(30, DEAL_SECONDS),
  countdownSeconds: Type.Optional(seconds(0, 300)),
  holdSeconds: Type.Optional(seconds(10, DEAL_SECONDS)),
});
export type DealInput = Static<typeof DealInput>;

/** Until when what the platform runs is good: a moment, or so long from now. */
const until = { endsAt: Type.Optional(Moment), seconds: Type.Optional(seconds(1, 30 * DEAL_SECONDS)) };

export const dealSpecs = {
  'deal.plan': spec(Type.Object({ dealId: Type.Optional(Id), ...DealInput.properties }), {
    roles: DESK, states: OPEN, touches: ({ dealId }) => (dealId === undefined ? [] : [entity.deal(dealId)]),
  }),
  'deal.start': spec(Type.Object({ dealId: Type.Optional(Id), ...optional(DealInput.properties) }), {
    roles: DESK, states: RUNNING, stopped: true, touches: ({ dealId }) => (dealId === undefined ? [] : [entity.deal(dealId)]),
  }),
  'deal.extend': spec(Type.Object({ dealId: Id, seconds: Type.Optional(seconds(1, DEAL_SECONDS)), quantity: Type.Optional(Count) }), {
    roles: DESK, states: RUNNING, stopped: true, touches: ({ dealId }) => [entity.deal(dealId)],
  }),
  'deal.stop': spec(Type.Object({ dealId: Id }), {
    roles: DESK, states: ANY, ignoresExpectedRevision: true, touches: ({ dealId }) => [entity.deal(dealId)],
  }),
  'coupon.record': spec(
    Type.Object({
      title: Words(120), amount: Type.Integer({ minimum: 1, maximum: DEAREST }), threshold: Type.Optional(Money), quantity: Type.Optional(Count),
      listingIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: LIMITS.couponListings })), conditions: Type.Optional(Words(500)), ...until,
    }),
    { roles: CREW, states: OPEN, touches: () => [] },
  ),
  'draw.record': spec(Type.Object({ prize: Words(120), quantity: Count, conditions: Type.Optional(Words(500)), ...until }), {
    roles: CREW, states: OPEN, touches: () => [],
  }),
} as const;
