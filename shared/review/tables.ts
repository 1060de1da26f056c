import { METRIC, metricsOf, type Metric, type Slice, type Unit } from '../metrics/dictionary.ts';
import type { Text } from '../metrics/metric.ts';
import { STRETCH_METRICS } from '../metrics/stretch.ts';
import { scalarOf, type MetricValues } from '../metrics/view.ts';
import { COMPARED, type ActionReview, type Incident, type ReviewView } from './view.ts';
import { ACTION_WORDS, COLUMN_WORDS, INCIDENT_WORDS, SIDE_WORDS, TABLE_WORDS, sideColumn, type ColumnId, type Side, type TableId } from './words.ts';

export type Language = keyof Text;
/** A cell: text from people is only ever text; money in minor units, times Unix ms, shares as quotients; null where it cannot be known. */
export type Cell = string | number | null;
export interface Column {
  id: string;
  name: Text;
  /** How its figures are read; `text` and `time` are none. */
  unit: Unit | 'text' | 'time';
}
export interface Table {
  id: TableId;
  name: Text;
  columns: Column[];
  rows: Cell[][];
}

const column = (id: ColumnId, unit: Column['unit'] = 'text'): Column => ({ id, name: COLUMN_WORDS[id], unit });
const metricColumn = ({ id, zh, en, unit }: Metric): Column => ({ id, name: { zh, en }, unit });
const text = (words: Text, language: Language): string => words[language];

interface Slices<R> {
  columns: Column[];
  cells: (row: R) => Cell[];
  metrics: readonly Metric[];
}

const sliced = <R extends { metrics: MetricValues }>(id: TableId, rows: readonly R[], { columns, cells, metrics }: Slices<R>): Table => ({
  id,
  name: TABLE_WORDS[id],
  columns: [...columns, ...metrics.map(metricColumn)],
  rows: rows.map((row) => [...cells(row), ...metrics.map((metric) => scalarOf(row.metrics[metric.id]) ?? null)]),
});
const per = (slice: Slice): readonly Metric[] => metricsOf(slice);

/** One table of a review, every metric it has. Words inside its cells are in `language`. */
export function tableOf(review: ReviewView, id: TableId, language: Language): Table {
  switch (id) {
    case 'summary':
      return summary(review, language);
    case 'listings':
      return sliced(id, review.listings, { columns: [column('number', 'count'), column('title'), column('listingId')], cells: (row) => [row.number, row.title, row.listingId], metrics: per('listing') });
    case 'skus':
      return sliced(id, review.skus, { columns: [column('sku')], cells: ({ sku }) => [sku], metrics: per('sku') });
    case 'deals':
      return sliced(id, review.deals, {
        columns: [column('deal'), column('number', 'count'), column('title'), column('price', 'money'), column('quantity', 'count'), column('from', 'time'), column('to', 'time')],
        cells: (row) => [row.dealId, row.number, row.title, row.price, row.quantity, row.startedAt, row.endedAt],
        metrics: per('deal'),
      });
    case 'segments':
      return sliced(id, review.segments, {
        columns: [column('title'), column('from', 'time'), column('to', 'time'), column('planned', 'count'), column('target', 'money')],
        cells: (row) => [row.title, row.from, row.to, row.plannedMinutes, row.target],
        metrics: STRETCH_METRICS,
      });
    case 'sources':
      return sliced(id, review.sources, { columns: [column('source')], cells: ({ source }) => [source], metrics: per('source') });
    case 'hosts':
      return sliced(id, review.hosts, { columns: [column('host'), column('from', 'time'), column('to', 'time')], cells: (row) => [row.host, row.from, row.to], metrics: per('shift') });
    case 'hours':
      return sliced(id, review.hours, { columns: [column('from', 'time'), column('to', 'time'), column('host')], cells: (row) => [row.from, row.to, row.hosts.join(' · ')], metrics: STRETCH_METRICS });
    case 'actions':
      return actions(review, language);
    case 'incidents':
      return {
        id, name: TABLE_WORDS[id], columns: [column('at', 'time'), column('to', 'time'), column('kind'), column('feed'), column('text')],
        rows: review.incidents.map((each) => [each.at, 'to' in each ? each.to : null, text(INCIDENT_WORDS[each.kind], language), 'feed' in each ? each.feed : null, detailOf(each)]),
      };
    default:
      return id satisfies never;
  }
}

const detailOf = (incident: Incident): Cell => (incident.kind === 'pause' ? incident.reason : incident.kind === 'warning' ? `${incident.level}: ${incident.text}` : incident.kind === 'damaged' ? incident.file : incident.kind === 'supplement' ? String(incident.events) : null);

function summary(review: ReviewView, language: Language): Table {
  const metrics = per('show').filter(({ id }) => id in review.metrics);
  return {
    id: 'summary', name: TABLE_WORDS.summary, columns: [column('metric'), { ...column('value'), unit: 'count' }, column('unit'), column('formula')],
    rows: metrics.map((metric) => [text(metric, language), scalarOf(review.metrics[metric.id]) ?? null, metric.unit, text(metric.formula, language)]),
  };
}

const SIDES = Object.keys(SIDE_WORDS) as Side[];

function actions(review: ReviewView, language: Language): Table {
  const names = new Map(review.actions.map((action) => [action.id, `${text(ACTION_WORDS[action.kind], language)} ${action.about}`]));
  const compared = COMPARED.flatMap((id) => SIDES.map((side): Column => {
    const { zh, en, unit } = METRIC.get(id) as Metric;
    return { id: sideColumn(id, side), name: { zh: `${zh} ${SIDE_WORDS[side].zh}`, en: `${en}, ${SIDE_WORDS[side].en}` }, unit };
  }));
  const row = (action: ActionReview): Cell[] => [
    action.at, text(ACTION_WORDS[action.kind], language), action.about, action.by.name,
    ...COMPARED.flatMap((id) => SIDES.map((side) => action.compared?.[id][side] ?? null)),
    action.overlaps.map((other) => names.get(other) ?? other).join(' · '),
  ];
  return { id: 'actions', name: TABLE_WORDS.actions, columns: [column('at', 'time'), column('kind'), column('about'), column('by'), ...compared, column('overlaps')], rows: review.actions.map(row) };
}
