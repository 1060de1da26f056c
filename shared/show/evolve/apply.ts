import type { ShowEvent, ShowEventOf, ShowEventType } from '../events.ts';
import type { Show } from '../show.ts';

/** Events that change nothing in the document: stock and holds are the ledger's, a rewound journal is the host's matter. */
const OUTSIDE = ['hold.released', 'journal.rewound'] as const;
type OutsideTheDocument = (typeof OUTSIDE)[number];
export type EvolvingType = Exclude<ShowEventType, OutsideTheDocument>;

/** What an event makes of a show: a new document that shares with the old one whatever stayed as it was. */
export type Apply<T extends ShowEventType> = (show: Show, event: ShowEventOf<T>) => Show;
export const isOutside = (event: ShowEvent): event is ShowEventOf<OutsideTheDocument> => OUTSIDE.some((type) => type === event.type);

/** A group of appliers: all event types whose names begin so, none missing. */
export type ApplyGroup<Prefix extends string> = { [T in Extract<EvolvingType, `${Prefix}.${string}`>]: Apply<T> };
