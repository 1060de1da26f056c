import { decodeTable } from '../../sheet/decode.ts';
import { readRows, type Row } from '../../sheet/table.ts';
import { headerRow } from '../../orders/columns.ts';
import { isWorkbook, readWorkbook } from '../../orders/workbook.ts';

/** A file of orders as its cells stand there. */
export interface OrderFile {
  name: string;
  encoding: string;
  header: string[];
  rows: Row[];
}

/** @returns undefined where the file is no table that can be read */
export async function openFile(file: File): Promise<OrderFile | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const decoded = isWorkbook(bytes) ? undefined : decodeTable(bytes);
  const rows = isWorkbook(bytes) ? await readWorkbook(bytes) : decoded && readRows(decoded.text);
  if (!rows) return undefined;
  const at = headerRow(rows);
  return { name: file.name, encoding: decoded?.encoding ?? 'XLSX', header: rows[at]?.cells ?? [], rows: rows.slice(at + 1) };
}
