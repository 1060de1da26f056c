import type { DuckDBConnection } from '@duckdb/node-api';

/** What an engine that writes may hold in memory. */
const MEMORY = '512MB';

/** An engine that reads and writes recordings; it keeps nothing of its own. */
export interface Engine {
  connection: DuckDBConnection;
  close: () => void;
}

/** @param temporary a folder the engine may use for what does not fit into its memory @param memory how much that is @param threads how many it may use */
export async function openEngine(temporary?: string, memory = MEMORY, threads = 1): Promise<Engine> {
  // Large, and hardly ever needed in the server's own process: no start waits for it.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads), memory_limit: memory, ...(temporary === undefined ? {} : { temp_directory: temporary }) });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A text inside SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
