import type { DuckDBConnection } from '@duckdb/node-api';
import { OUR_COLUMNS, type OurOrder } from '../../shared/review/reconcile.ts';
import { ORDER_COLUMNS } from '../../shared/review/written.ts';
import { quoted } from './engine.ts';

/** Whole numbers come as bigint otherwise; all that is written down fits. */
const SELECTED = OUR_COLUMNS.map((name) => (ORDER_COLUMNS[name] === 'BIGINT' ? `${name}::DOUBLE AS ${name}` : name)).join(', ');

/** The orders in a closing's file, as they are held against a platform's. */
export async function ordersIn(connection: DuckDBConnection, path: string): Promise<OurOrder[]> {
  const reader = await connection.runAndReadAll(`SELECT ${SELECTED} FROM read_parquet(${quoted(path)})`);
  // Our own scribe wrote them, by these columns and types.
  return reader.getRowObjects() as unknown as OurOrder[];
}
