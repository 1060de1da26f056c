import { Compile, type Validator } from 'typebox/compile';
import { NAMES_A_LISTING, PLATFORM_EVENTS, type PlatformEvent } from '../../shared/metrics/events.ts';
import { parseAt } from '../../shared/time.ts';

const VALIDATORS: ReadonlyMap<string, Validator> = new Map(
  Object.entries(PLATFORM_EVENTS).map(([type, schema]) => [type, Compile(schema)] as const),
);

/** Why an event is refused, in a sentence that names the field. */
export interface Fault {
  message: string;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads one parsed JSON value as a platform event. The value becomes the event: `at` is turned into Unix ms in place,
 * because a copy of every event would cost more than all the checks together.
 */
export function readEvent(value: unknown): PlatformEvent | Fault {
  if (!isObject(value)) return { message: 'an event must be a JSON object' };
  const { type } = value;
  if (typeof type !== 'string') return { message: "'type' is missing" };
  const validator = VALIDATORS.get(type);
  if (!validator) return { message: `unknown type '${type.slice(0, 64)}'` };
  if (!validator.Check(value)) return { message: faultOf(validator, value) };
  const at = parseAt(value['at'] as number | string);
  if (at === undefined) return { message: "'at' must be Unix milliseconds or ISO 8601 with an offset, such as 2026-11-11T20:00:00+08:00" };
  if (NAMES_A_LISTING.has(type) && value['listingId'] === undefined && value['sku'] === undefined) return { message: "name the listing by 'listingId' or 'sku'" };
  const { lines } = value;
  if (Array.isArray(lines)) {
    const nameless = lines.findIndex((line: { listingId?: string; sku?: string }) => line.listingId === undefined && line.sku === undefined);
    if (nameless >= 0) return { message: `lines/${nameless}: name the listing by 'listingId' or 'sku'` };
  }
  value['at'] = at;
  return value as unknown as PlatformEvent;
}

export const isFault = (read: PlatformEvent | Fault): read is Fault => !('type' in read);

function faultOf(validator: Validator, value: unknown): string {
  const first = validator.Errors(value)[0];
  if (!first) return 'not valid';
  const where = first.instancePath.slice(1);
  return where === '' ? first.message : `${where}: ${first.message}`;
}
