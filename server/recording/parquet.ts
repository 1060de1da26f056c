import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { COLUMNS } from './row.ts';

/** What the engine may hold in memory while it writes. */
const MEMORY = '512MB';

/** A text inside SQL. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The engine that writes recordings; loaded with the first of them. */
export class ParquetWriter {
  private constructor(private readonly connection: DuckDBConnection) {}

  /** @param temporary a folder the engine may use while it writes */
  static async open(temporary: string): Promise<ParquetWriter> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: MEMORY, temp_directory: temporary });
    return new ParquetWriter(await instance.connect());
  }

  /** Turns rows, one JSON object a line, into a Parquet file. @returns how many rows it holds */
  async write(lines: string, file: string): Promise<number> {
    const columns = Object.entries(COLUMNS).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`).join(', ');
    const source = `read_json(${quoted(lines)}, format = 'newline_delimited', maximum_object_size = 67108864, columns = {${columns}})`;
    const result = await this.connection.run(`COPY (SELECT * FROM ${source}) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`);
    return result.rowsChanged;
  }
}
