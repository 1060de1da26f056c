import { Type, type Static, type TSchema } from 'typebox';

/**
 * What the wall and the overlay are told: whole views of absolute values, each enough by itself. Their screens know nothing else, so
 * whatever is not here can neither be shown nor leak. Money in minor units, times in Unix ms; null where there is nothing to say.
 */

const Maybe = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Whole = Type.Integer();
const Text = Type.String();
/** 彩排 · 演示: said on every screen. */
const Label = Maybe(Type.Enum(['rehearsal', 'demo']));
const Phase = Type.Enum(['countdown', 'running', 'soldOut']);

/** The overlay tells how many are left of a listing below this many units, where the show does not say. */
export const STOCK_BELOW = 20;

/** The lower third of the stream, seen by buyers: what is on air and what it costs. */
export const OverlayView = Type.Object({
  showId: Text,
  /** Server time it was read at. */
  at: Whole,
  label: Label,
  /** Null where nothing may be shown: nothing on air, not live, or stopped. */
  on: Maybe(
    Type.Object({
      currency: Text,
      listing: Type.Object({
        number: Whole,
        title: Text,
        price: Whole,
        /** Other SKUs cost more. */
        isFrom: Type.Boolean(),
        listPrice: Maybe(Whole),
        offer: Maybe(Text),
        imageUrl: Maybe(Text),
      }),
      /** `left`: what can still be had of the lot; null where only the platform knows. */
      deal: Maybe(Type.Object({ price: Whole, startsAt: Whole, endsAt: Whole, phase: Phase, left: Maybe(Whole) })),
      /** Units left, where they are few and no deal is open. */
      left: Maybe(Whole),
    }),
  ),
});
export type OverlayView = Static<typeof OverlayView>;

/** A figure and the feeds beneath it: when they last spoke, and from when on they count as silent. */
const Figure = Type.Object({ value: Maybe(Type.Number()), isEstimate: Type.Boolean(), heardAt: Maybe(Whole), staleAt: Maybe(Whole) });
export type Figure = Static<typeof Figure>;

/** What the wall tells of what people did; nothing of prices or floors. */
export const DEEDS = ['take', 'dealStart', 'dealExtend', 'dealStop', 'segment', 'host', 'start', 'pause', 'resume', 'stop', 'lift', 'end'] as const;

const WallDeal = Type.Object({
  dealId: Text,
  number: Whole,
  title: Text,
  price: Whole,
  /** The listing's own price. */
  was: Whole,
  startsAt: Whole,
  endsAt: Whole,
  phase: Phase,
  quantity: Whole,
  /** Units held or paid, and those still to be had; null where only the platform knows. */
  taken: Maybe(Whole),
  left: Maybe(Whole),
});
export type WallDeal = Static<typeof WallDeal>;

/** What a room sees from across it. */
export const WallView = Type.Object({
  showId: Text,
  at: Whole,
  label: Label,
  title: Text,
  host: Maybe(Text),
  currency: Text,
  status: Type.Enum(['planned', 'live', 'paused', 'ended']),
  isStopped: Type.Boolean(),
  plannedAt: Maybe(Whole),
  startedAt: Maybe(Whole),
  endedAt: Maybe(Whole),
  gmv: Figure,
  online: Figure,
  viewers: Figure,
  orders: Figure,
  feeds: Type.Array(Type.Object({ feed: Text, heardAt: Whole, staleAt: Whole })),
  /** `expected`: what should stand by now; `neededPerMinute`: what each minute left must bring. */
  pace: Type.Object({ target: Maybe(Type.Number()), expected: Maybe(Type.Number()), ahead: Maybe(Type.Number()), neededPerMinute: Maybe(Type.Number()) }),
  onAir: Maybe(Type.Object({ number: Whole, title: Text, price: Whole, since: Whole })),
  /** Announced and running deals: that of the listing on air first, then those that end first. */
  deals: Type.Array(WallDeal),
  /** The listings that sold most, by GMV. */
  top: Type.Array(Type.Object({ number: Whole, title: Text, gmv: Type.Number() })),
  deed: Maybe(Type.Object({ kind: Type.Enum(DEEDS), by: Text, at: Maybe(Whole), number: Maybe(Whole), subject: Maybe(Text) })),
});
export type WallView = Static<typeof WallView>;
export type Deed = NonNullable<WallView['deed']>;
