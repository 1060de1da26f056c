import type { Cell, Column } from '../../shared/review/tables.ts';
import { readingOfUnit } from './dictionary.ts';
import { fullFigure } from './metric.ts';
import { NOTHING, wholeMoney, type Language } from './number.ts';
import { formatDate, formatTime } from './time.ts';

/** A cell of a review's table as text: every digit, but no cents of a total. @param dated times with their day */
export function writeCell(cell: Cell, unit: Column['unit'], currency: string, language: Language, dated = false): string {
  if (cell === null) return NOTHING;
  if (typeof cell === 'string') return cell;
  if (unit === 'time') return dated ? `${formatDate(cell, language)} ${formatTime(cell)}` : formatTime(cell);
  if (unit === 'text') return String(cell);
  if (unit === 'money') return wholeMoney(cell, currency);
  return fullFigure(cell, { reading: readingOfUnit(unit), currency, language });
}
