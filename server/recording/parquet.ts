import { openEngine, quoted, type Engine } from './engine.ts';

/** The engine that writes recordings; loaded with the first of them. */
export class ParquetWriter {
  private constructor(private readonly engine: Engine) {}

  /** @param temporary a folder the engine may use while it writes */
  static async open(temporary: string): Promise<ParquetWriter> {
    return new ParquetWriter(await openEngine(temporary));
  }

  /**
   * Turns rows, one JSON object a line, into a Parquet file.
   * @param types the file's columns and their types, in order @returns how many rows it holds
   */
  async write(lines: string, file: string, types: Readonly<Record<string, string>>): Promise<number> {
    const columns = Object.entries(types).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`).join(', ');
    const source = `read_json(${quoted(lines)}, format = 'newline_delimited', maximum_object_size = 67108864, columns = {${columns}})`;
    const result = await this.engine.connection.run(`COPY (SELECT * FROM ${source}) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`);
    return result.rowsChanged;
  }
}
