import { Type, type TSchema } from 'typebox';
import { AlertShape } from '../../shared/alerts/alert.ts';
import type { LogPage } from '../../shared/show/log.ts';
import { DealRow, StockRow, TOLD, WindowName, type Joined, type Patch, type ServerToClient, type Tick } from '../../shared/protocol/socket.ts';
import type { SeriesView, TallyView } from '../../shared/metrics/view.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import { checkOf, type Guard } from './check.ts';
import { RecordOf } from '../../shared/record.ts';

/** What the screens believe only once it has this shape. Unknown extra fields are let through: a newer server may say more. */

const Id = Type.String({ minLength: 1 });
const Figure = Type.Union([Type.Number(), Type.Null(), Type.Object({ numerator: Type.Number(), denominator: Type.Number() })]);
export const Metrics = RecordOf(Figure);
const Range = Type.Tuple([Type.Number(), Type.Number()]);

const Feed = Type.Object({
  feed: Type.String(),
  lastContactAt: Type.Number(),
  intervalMs: Type.Number(),
  gaps: Type.Array(Range),
  events: Type.Number(),
  duplicates: Type.Number(),
  samples: Type.Boolean(),
  supplies: Type.Array(Type.Enum(['audience', 'engagement', 'products', 'orders', 'spend'])),
});

const Tally = Type.Object({
  at: Type.Number(),
  window: WindowName,
  lastId: Type.String(),
  feeds: Type.Array(Feed),
  metrics: Metrics,
  approximate: Type.Array(Type.String()),
  listings: Type.Array(Type.Object({ listingId: Id, metrics: Metrics })),
  skus: Type.Array(Type.Object({ sku: Type.String(), metrics: Metrics })),
  deals: Type.Array(Type.Object({ dealId: Type.String(), metrics: Metrics })),
});

const Sku = Type.Object({ sku: Id, name: Type.String(), stock: Type.Number() });
const Listing = Type.Object({
  id: Id,
  number: Type.Number(),
  title: Type.String(),
  price: Type.Number(),
  listPrice: Type.Optional(Type.Number()),
  tag: Type.Optional(Type.String()),
  skus: Type.Array(Sku),
  shelved: Type.Boolean(),
  takes: Type.Number(),
});
const Deal = Type.Object({
  dealId: Id, listingId: Id, price: Type.Number(), quantity: Type.Number(), perBuyer: Type.Number(), seconds: Type.Number(), countdownSeconds: Type.Number(), holdSeconds: Type.Number(),
  startsAt: Type.Optional(Type.Number()), endsAt: Type.Optional(Type.Number()), stoppedAt: Type.Optional(Type.Number()),
});
const Segment = Type.Object({ id: Id, kind: Type.String(), title: Type.String(), minutes: Type.Number(), startedAt: Type.Optional(Type.Number()) });
const Document = Type.Object({
  id: Id,
  revision: Type.Number(),
  title: Type.String(),
  currency: Type.String(),
  salesChannel: Type.String(),
  status: Type.Enum(['planned', 'live', 'paused', 'ended']),
  frozen: Type.Boolean(),
  listings: Type.Array(Listing),
  onAir: Type.Optional(Type.Object({ listingId: Id, since: Type.Number() })),
  segments: Type.Array(Segment),
  deals: Type.Array(Deal),
  shifts: Type.Array(Type.Object({ host: Type.String(), from: Type.Number() })),
});

const Comments = Type.Array(Type.Object({ id: Type.String(), at: Type.Number(), viewerId: Type.String(), nickname: Type.Optional(Type.String()), text: Type.String() }));

const You = Type.Object({ id: Type.String(), name: Type.String(), role: Type.String(), approver: Type.Boolean() });

const TickMore = Type.Object({
  approximate: Type.Optional(Type.Array(Type.String())),
  feeds: Type.Optional(Type.Array(Feed)),
  comments: Type.Optional(Comments),
});

const Presence = Type.Object({
  showId: Id,
  people: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), role: Type.String(), screen: Type.String() })),
  total: Type.Number(),
});
export type Presence = Parameters<ServerToClient['show:presence']>[0];

const guard = <T>(...schemas: TSchema[]): Guard<T> => {
  const checks = schemas.map((schema) => checkOf(schema));
  return (value): value is T => checks.every((check) => check(value));
};

export const isPatch = guard<Patch>(TOLD['show:patched']);
export const isTick = guard<Tick>(TOLD['tally:ticked'], TickMore);
export const isSessionEnded = guard<Parameters<ServerToClient['session:ended']>[0]>(Type.Object({ code: Type.String() }));
export const isPresence = guard<Presence>(Presence);
export const isTally = guard<TallyView>(Tally);
export const isJoined = guard<Joined>(
  Type.Object({
    revision: Type.Number(), id: Type.String(), show: Document, tally: Tally, tick: Type.Number(), alerts: Type.Array(AlertShape), comments: Comments,
    stock: Type.Array(StockRow), deals: Type.Array(DealRow), holds: Type.Number(), serverTime: Type.Number(), you: Type.Optional(You),
  }),
);
export const isShow = guard<Joined['show']>(Document);
/** A show in the list of shows. */
export const isListed = guard<ListedShow>(Type.Object({ ...Document.properties, recorded: Type.Optional(Type.Object({ metrics: Metrics })) }));
export const isRevision = guard<{ revision: number }>(Type.Object({ revision: Type.Number() }));
export const isSeries = guard<SeriesView>(
  Type.Object({
    step: Type.Number(),
    from: Type.Number(),
    to: Type.Number(),
    metrics: Type.Array(Type.String()),
    times: Type.Array(Type.Number()),
    columns: Type.Array(Type.Array(Type.Union([Type.Number(), Type.Null()]))),
    gaps: Type.Array(Type.Object({ feed: Type.String(), from: Type.Number(), to: Type.Number() })),
  }),
);
const Actor = Type.Object({ id: Type.String(), name: Type.String(), role: Type.String(), screen: Type.Optional(Type.String()) });
const Entry = { id: Type.String({ pattern: '^\\d+-\\d+$' }), at: Type.Number(), by: Actor, commandId: Type.String() };
const Params = Type.Optional(RecordOf(Type.Union([Type.String(), Type.Number()])));
export const isLogPage = guard<LogPage>(
  Type.Object({
    entries: Type.Array(
      Type.Union([
        Type.Object({ ...Entry, outcome: Type.Literal('done'), revision: Type.Number(), events: Type.Array(Type.Object({ type: Type.String(), at: Type.Number(), by: Actor })) }),
        Type.Object({ ...Entry, outcome: Type.Literal('refused'), type: Type.String(), problem: Type.Object({ code: Type.String(), detail: Type.String(), params: Params }) }),
      ]),
    ),
    before: Type.Union([Type.String(), Type.Null()]),
  }),
);
export const isAnything = guard<unknown>();
