import type { SeriesView } from '../../../shared/metrics/view.ts';
import { metricInfo } from '../../format/dictionary.ts';

/** Whether points of a metric add up. */
export const isSum = (id: string | undefined): boolean => id !== undefined && metricInfo(id)?.series === 'sum';

/** The same curves with what adds up told per minute: a line must not grow because the step did. */
export const perMinute = (view: SeriesView): SeriesView => ({
  ...view,
  columns: view.columns.map((column, i) => (isSum(view.metrics[i]) ? column.map((value) => (value === null ? null : (value * 60) / view.step)) : column)),
});
