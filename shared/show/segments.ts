import type { ListingId } from '../ids.ts';
import { minor } from '../money.ts';
import type { FieldError } from '../protocol/problems.ts';
import { KIND_WORDS, type SegmentInput } from './schemas.ts';
import type { Listing, Segment } from './show.ts';

/** Makes segments of what was sent; a listing may be named by id or by number, and must be there. */
export function segmentsOf(
  inputs: readonly SegmentInput[], listings: readonly Listing[], newId: () => string, path: string,
): { segments: Segment[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const segments = inputs.map((input, i): Segment => {
    const listingId = listingNamed(input, listings, `${path}/${i}`, errors);
    return {
      id: newId(),
      kind: KIND_WORDS[input.kind],
      title: input.title.trim(),
      minutes: input.minutes,
      ...(input.target === undefined ? {} : { target: minor(input.target) }),
      ...(input.host === undefined ? {} : { host: input.host.trim() }),
      ...(listingId === undefined ? {} : { listingId }),
    };
  });
  return { segments, errors };
}

function listingNamed(
  { listingId, listingNumber }: SegmentInput, listings: readonly Listing[], path: string, errors: FieldError[],
): ListingId | undefined {
  if (listingId === undefined && listingNumber === undefined) return undefined;
  const found = listings.find((listing) => (listingId === undefined ? listing.number === listingNumber : listing.id === listingId));
  if (found) return found.id;
  if (listingId === undefined) errors.push({ path: `${path}/listingNumber`, message: `there is no listing number ${listingNumber}` });
  else errors.push({ path: `${path}/listingId`, message: `there is no listing ${listingId}` });
  return undefined;
}
