import { decimalsOf } from '../../shared/money.ts';
import { plain, unitOf } from '../../shared/review/csv.ts';
import type { Language, Table } from '../../shared/review/tables.ts';
import { zipOf } from './zip.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Places in the workbook's list of cell styles. */
const STYLE = { plain: 0, head: 1, whole: 2, money: 3, share: 4, decimal: 5 } as const;
const STYLE_OF: Readonly<Record<string, number>> = { count: STYLE.whole, seconds: STYLE.whole, money: STYLE.money, averageMoney: STYLE.money, percent: STYLE.share, averageCount: STYLE.decimal, averageSeconds: STYLE.decimal, multiple: STYLE.decimal };

/** XML knows no control characters, and no half characters. */
const xml = (text: string): string =>
  text.replace(/[\p{Surrogate}\uFFFE\uFFFF]|[^\P{Cc}\t\n\r]/gu, '\uFFFD').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The letters of a column, from 0: A, …, Z, AA. */
export function letters(column: number): string {
  const rest = column % 26;
  const own = String.fromCharCode(65 + rest);
  return column < 26 ? own : letters((column - rest) / 26 - 1) + own;
}

function cell(value: string | number | null, place: string, style: number): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
}

function sheet(table: Table, currency: string, language: Language): string {
  const head = table.columns.map(({ name }, i) => cell(name[language], `${letters(i)}1`, STYLE.head)).join('');
  const rows = table.rows.map((row, r) => {
    const cells = row.map((value, i) => {
      const unit = unitOf(table, row, i);
      return cell(plain(value, unit, currency), `${letters(i)}${r + 2}`, STYLE_OF[unit] ?? STYLE.plain);
    });
    return `<row r="${r + 2}">${cells.join('')}</row>`;
  });
  const frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `${HEAD}<worksheet xmlns="${MAIN}">${frozen}<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="${table.columns.length}" width="16" customWidth="1"/></cols><sheetData><row r="1">${head}</row>${rows.join('')}</sheetData></worksheet>`;
}

function styles(currency: string): string {
  const decimals = decimalsOf(currency);
  const money = `#,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}`;
  const xf = (format: number, font: number): string => `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="${money}"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">${[xf(0, 0), xf(0, 1), xf(3, 0), xf(164, 0), xf(10, 0), xf(4, 0)].join('')}</cellXfs></styleSheet>`;
}

/** A workbook with one sheet a table. Money in major units, times in ISO 8601. */
export function xlsxOf(tables: readonly Table[], currency: string, language: Language): Buffer {
  const each = (made: (table: Table, number: number) => string): string => tables.map((table, i) => made(table, i + 1)).join('');
  const worksheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';
  return zipOf([
    {
      name: '[Content_Types].xml',
      text: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${worksheet}"/>`)}</Types>`,
    },
    { name: '_rels/.rels', text: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    { name: 'xl/workbook.xml', text: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(({ name }, n) => `<sheet name="${xml(name[language])}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>` },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each((_, n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${tables.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', text: styles(currency) },
    ...tables.map((table, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, text: sheet(table, currency, language) })),
  ]);
}
