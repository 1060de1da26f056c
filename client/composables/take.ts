import type { ListingId } from '../../shared/ids.ts';
import { useShow } from '../stores/show.ts';
import { useCommand, type Command } from './command.ts';

/** Putting a listing on air, carrying what this screen shows as on air, so that it is refused where somebody moved it meanwhile. */
export function useTake(listingId: () => ListingId | undefined): Command {
  const store = useShow();
  return useCommand('listing.take', () => {
    const id = listingId();
    return id && { listingId: id, seenOnAir: store.show?.onAir?.listingId ?? null };
  });
}
