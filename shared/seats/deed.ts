import type { LastChange, Show } from '../show/show.ts';
import { entity } from '../show/entities.ts';
import type { Deed } from './views.ts';

const STATUS: Readonly<Record<string, Deed['kind']>> = {
  'show.started': 'start', 'show.paused': 'pause', 'show.resumed': 'resume', 'show.frozen': 'stop', 'show.unfrozen': 'lift', 'show.ended': 'end', 'show.toldPast': 'end',
};
const DEAL: Readonly<Record<string, Deed['kind']>> = { 'deal.started': 'dealStart', 'deal.extended': 'dealExtend', 'deal.stopped': 'dealStop' };

interface Candidate {
  change: LastChange;
  deed: Omit<Deed, 'by'>;
}

/** The last thing somebody did that a whole room may know, read from the document alone: a show that another process hosts from now on tells it too. */
export function lastDeed(show: Show): Deed | null {
  let last: Candidate | undefined;
  // Of one commit the first stands for the rest: STOP, not the deals it stopped.
  for (const candidate of candidates(show)) if (!last || candidate.change[0] > last.change[0]) last = candidate;
  return last ? { ...last.deed, by: last.change[1] } : null;
}

function* candidates(show: Show): Generator<Candidate> {
  const { changed, onAir, segments, segmentId, deals, shifts, host } = show;
  const deed = (kind: Deed['kind'], at: number | undefined, subject: string | null = null, number: number | null = null): Candidate['deed'] => ({ kind, at: at ?? null, subject, number });
  const listing = (id: string) => show.listings.find((each) => each.id === id);

  const status = changed[entity.status];
  const kind = status && STATUS[status[2]];
  if (kind) yield { change: status, deed: deed(kind, statusAt(show, kind)) };

  const taken = changed[entity.onAir];
  const now = onAir && listing(onAir.listingId);
  if (taken?.[2] === 'listing.taken' && now) yield { change: taken, deed: deed('take', onAir.since, now.title, now.number) };

  for (const { changed: change, listingId, stoppedAt } of deals) {
    const what = change && DEAL[change[2]];
    const of = listing(listingId);
    if (what && of) yield { change, deed: deed(what, what === 'dealStop' ? stoppedAt : undefined, of.title, of.number) };
  }

  const run = changed[entity.segmentNow];
  const segment = segments.find(({ id }) => id === segmentId);
  if (run?.[2] === 'segment.started' && segment) yield { change: run, deed: deed('segment', segment.startedAt, segment.title) };

  const handover = changed[entity.host];
  if (handover && host !== undefined) yield { change: handover, deed: deed('host', shifts.at(-1)?.from, host) };
}

/** When it became so, where the document says. Unix ms. */
function statusAt({ startedAt, endedAt, pauses }: Show, kind: Deed['kind']): number | undefined {
  const pause = pauses.at(-1);
  switch (kind) {
    case 'start':
      return startedAt;
    case 'end':
      return endedAt;
    case 'pause':
      return pause?.from;
    case 'resume':
      return pause?.to;
    default:
      return undefined;
  }
}
