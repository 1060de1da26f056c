import type { ChecklistFacts } from '../../../shared/show/checklist.ts';
import type { FeedHealth } from '../desk/health.ts';

/** What the checklist asks of this screen: the feeds as they are now, and who else has the show open. */
export function factsOf(feeds: readonly FeedHealth[], people: readonly { screen: string }[]): ChecklistFacts {
  return {
    feeds: { alive: feeds.filter(({ state }) => state !== 'stale').length, total: feeds.length },
    tablets: people.filter(({ screen }) => screen === 'host').length,
    overlays: people.filter(({ screen }) => screen === 'overlay').length,
  };
}

