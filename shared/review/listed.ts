import type { MetricValues } from '../metrics/view.ts';
import type { Show } from '../show/show.ts';

/** A show as the list of shows tells it. */
export interface ListedShow extends Show {
  /** Only its recording knows it, imported or left when Redis was emptied: what it came to, and nothing in it can be decided any more. */
  recorded?: { metrics: MetricValues };
}
