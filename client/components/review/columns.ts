import type { Table } from '../../../shared/review/tables.ts';
import type { TableId } from '../../../shared/review/words.ts';

const TRADE = ['productImpressionUsers', 'clickUsers', 'productCtrUsers', 'cartUsers', 'orders', 'buyers', 'units', 'gmv', 'clickToPayRate', 'aov', 'refundAmount', 'refundRate'];
const STRETCH = ['averageOnline', 'peakOnline', 'views', 'comments', 'newFollows', 'productClicks', 'ordersCreated', 'orders', 'gmv', 'netSales', 'ctor', 'aov', 'gpm'];
const PEOPLE = ['viewers', 'views', 'averageWatch', 'engagementRate', 'followRate', 'clickUsers', 'buyers', 'gmv', 'conversionRate', 'uvValue', 'gpm', 'refundRate'];

/** What each table shows before somebody asks for everything. */
const MAIN: Readonly<Partial<Record<TableId, readonly string[]>>> = {
  listings: [...TRADE.slice(0, 8), 'clickToPayRate', 'aov', 'refundRate', 'airSeconds', 'gmvPerAirMinute'],
  skus: TRADE,
  segments: STRETCH,
  hours: STRETCH,
  sources: [...PEOPLE, 'spend', 'roi'],
  hosts: ['averageOnline', 'peakOnline', ...PEOPLE],
};
/** Ids for programs, which a person need not read. */
const FOR_PROGRAMS: ReadonlySet<string> = new Set(['listingId', 'deal']);
/** Columns that are no metric, and stand in front. */
const FRONT: ReadonlySet<string> = new Set(['number', 'title', 'sku', 'price', 'quantity', 'from', 'to', 'planned', 'target', 'source', 'host', 'at', 'kind', 'about', 'by', 'feed', 'text']);

/** The places of the columns to show. */
export function shownColumns(table: Table, all: boolean): number[] {
  const main = MAIN[table.id];
  const wanted = (id: string): boolean => !FOR_PROGRAMS.has(id) && (all || !main || FRONT.has(id) || main.includes(id));
  return table.columns.flatMap(({ id }, i) => (wanted(id) ? [i] : []));
}

export const isFront = (id: string): boolean => FRONT.has(id);
