import { Type } from 'typebox';
import type { ListingId } from '../ids.ts';
import type { Payload } from '../show/commands.ts';
import type { Check } from '../show/show.ts';
import type { AlertKind } from './kinds.ts';
import { RecordOf } from '../record.ts';

/** red: act now. amber: soon. */
export type AlertLevel = 'red' | 'amber';

/** Words for the host that the product suggests; `CUE_WORDS` has them in both languages. */
export const CUE_KEYS = ['outage', 'violation', 'retain', 'push', 'pay'] as const;
export type CueKey = (typeof CUE_KEYS)[number];

/** What one press does about it; `commandOf` makes it a command. A cue without text has its words under `cue`. */
export type AlertAction =
  | { type: 'cue.send'; payload: Payload<'cue.send'>; cue?: CueKey }
  | { type: 'listing.take'; payload: Payload<'listing.take'> }
  | { type: 'listing.pin'; payload: Payload<'listing.pin'> }
  | { type: 'deal.extend'; payload: Payload<'deal.extend'> }
  | { type: 'segment.start'; payload: Payload<'segment.start'> }
  | { type: 'platform.confirm'; payload: Payload<'platform.confirm'> };

/** What it is about, where it is about one thing. */
export interface About {
  listingId?: ListingId;
  segmentId?: string;
  feed?: string;
}

/** Something that is going wrong now. */
export interface Alert extends About {
  /** Kind, subject and the start of this episode: the same on every screen and after a restart of the server. */
  id: string;
  kind: AlertKind;
  level: AlertLevel;
  /** When it began, Unix ms. */
  since: number;
  /** The numbers that are its cause, by the names and units of `ALERT_WORDS`. */
  params: Readonly<Record<string, string | number>>;
  action?: AlertAction;
  /** Who took note of it, and when. */
  acknowledged?: Check;
}

/** What a client checks before it believes an alert. */
export const AlertShape = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  kind: Type.String(),
  level: Type.Enum(['red', 'amber']),
  since: Type.Number(),
  params: RecordOf(Type.Union([Type.String(), Type.Number()])),
  listingId: Type.Optional(Type.String()),
  segmentId: Type.Optional(Type.String()),
  feed: Type.Optional(Type.String()),
  action: Type.Optional(Type.Object({ type: Type.String(), payload: RecordOf(Type.Unknown()), cue: Type.Optional(Type.Enum([...CUE_KEYS])) })),
  acknowledged: Type.Optional(Type.Object({ at: Type.Number(), by: Type.String() })),
});
