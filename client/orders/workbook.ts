import type { Row } from '../sheet/table.ts';

/** A workbook begins as the archive that it is. */
export const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** The rows of a workbook's first sheet, as text. @returns undefined where it cannot be read */
export async function readWorkbook(bytes: Uint8Array): Promise<Row[] | undefined> {
  // Large, and only for who brings a workbook.
  const { readSheet, InvalidInputError, InvalidSpreadsheetError } = await import('read-excel-file/universal');
  try {
    const sheet = await readSheet(new Blob([new Uint8Array(bytes)]));
    return sheet.flatMap((cells, i): Row[] => (cells.every((cell) => cell === null) ? [] : [{ line: i + 1, cells: cells.map(textOf) }]));
  } catch (reason) {
    if (reason instanceof InvalidInputError || reason instanceof InvalidSpreadsheetError) return undefined;
    throw reason;
  }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  // A sheet's dates have no zone: their figures are told as they stand there.
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ');
  // More digits than a number has: what stands in the sheet is not what was exported.
  if (typeof cell === 'number') return Number.isInteger(cell) && !Number.isSafeInteger(cell) ? cell.toExponential() : String(cell);
  return typeof cell === 'string' ? cell.trim() : cell === true ? 'true' : '';
}
