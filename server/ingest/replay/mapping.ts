import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { PLATFORM_EVENTS, type PlatformEventType } from '../../../shared/metrics/events.ts';
import { parseAt } from '../../../shared/time.ts';

const strict = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 200 });

/** Where a value comes from: a column (by its header), a column with its words translated, a constant, or "商品 {item_id}". */
const Cell = Type.Union([
  Name,
  Type.Object({ column: Name, values: Type.Optional(Type.Record(Type.String(), Type.String())), default: Type.Optional(Type.String()) }, strict),
  Type.Object({ constant: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) }, strict),
  Type.Object({ template: Name }, strict),
]);
export type Cell = Static<typeof Cell>;

const EventType = Type.Enum(Object.keys(PLATFORM_EVENTS) as PlatformEventType[]);

/** How the fields of events are read from text. */
export const FIELDS = {
  viewerId: 'text', sku: 'text', listingId: 'text', orderId: 'text', refundId: 'text', dealId: 'text', claimId: 'text',
  source: 'text', text: 'text', nickname: 'text', state: 'text', level: 'text',
  quantity: 'integer', count: 'integer', online: 'integer', viewers: 'integer', views: 'integer', intervalMs: 'integer',
  amount: 'money', subsidy: 'money', attributedGmv: 'money',
  follower: 'boolean', firstOrder: 'boolean', deposit: 'boolean',
} as const;
export type FieldName = keyof typeof FIELDS;

const Fields = Type.Object(Object.fromEntries(Object.keys(FIELDS).map((name) => [name, Type.Optional(Cell)])), strict);

const Time = Type.Union([
  Type.Object({ column: Name, unit: Type.Enum(['s', 'ms', 'iso']), offset: Type.Optional(Type.String({ pattern: '^(Z|[+-]\\d\\d:\\d\\d)$' })) }, strict),
  Type.Object({ unit: Type.Literal('none'), start: Type.Optional(Type.String()), stepMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_600_000 })) }, strict),
]);

/** How a log's columns become events. Documented in the README under "Replay a file". */
export const Mapping = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    format: Type.Optional(Type.Enum(['csv', 'ndjson'])),
    encoding: Type.Optional(Type.Enum(['utf-8', 'gb18030'])),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    columns: Type.Optional(Type.Array(Name, { minItems: 1 })),
    event: Type.Union([
      EventType,
      Type.Object({ column: Name, values: Type.Record(Type.String(), Type.Union([EventType, Type.Array(EventType), Type.Null()])) }, strict),
    ]),
    time: Time,
    money: Type.Optional(Type.Enum(['major', 'minor'])),
    amountOf: Type.Optional(Type.Enum(['line', 'unit'])),
    fields: Fields,
    metrics: Type.Optional(Type.Record(Name, Cell)),
    listing: Type.Optional(
      Type.Object({ title: Cell, price: Cell, brand: Type.Optional(Cell), listPrice: Type.Optional(Cell), stock: Type.Optional(Cell) }, strict),
    ),
  },
  strict,
);
type Read = Static<typeof Mapping>;
export type Mapping = Omit<Read, 'fields'> & { fields: Partial<Record<FieldName, Cell>> };

const validator = Compile(Mapping);

/** A mapping that cannot be used; `faults` are sentences that name the place. */
export class BadMapping extends Error {
  override readonly name = 'BadMapping';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** Reads a mapping from its JSON text. @throws BadMapping naming every bad place. */
export function readMapping(text: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadMapping([`not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  if (!validator.Check(value)) {
    // Children of a failed union repeat it in other words.
    const faults = validator.Errors(value).filter(({ keyword }) => keyword !== 'boolean').map(({ instancePath, message, params }) => `${instancePath || '/'} ${message}${detailOf(params)}`);
    throw new BadMapping([...new Set(faults)].slice(0, 20));
  }
  const mapping = value as Mapping;
  const faults = nonsense(mapping);
  if (faults.length > 0) throw new BadMapping(faults);
  return mapping;
}

function detailOf(params: object): string {
  if ('additionalProperties' in params && Array.isArray(params.additionalProperties)) return `: ${params.additionalProperties.join(', ')}`;
  if ('allowedValues' in params && Array.isArray(params.allowedValues)) return `: ${params.allowedValues.join(', ')}`;
  return '';
}

function nonsense({ time, listing, fields }: Mapping): string[] {
  const faults: string[] = [];
  if (time.unit === 'none' && time.start !== undefined && parseAt(time.start) === undefined) faults.push('/time/start must be ISO 8601 with an offset, such as 2014-11-11T00:00:00+08:00');
  if (listing && fields.sku === undefined) faults.push('/listing needs /fields/sku: listings are told apart by their SKU');
  return faults;
}

/** The event types a row of this mapping can become. */
export function typesOf({ event }: Mapping): PlatformEventType[] {
  return typeof event === 'string' ? [event] : [...new Set(Object.values(event.values).flatMap((types) => types ?? []))];
}

/** Every column the mapping speaks of. */
export function columnsOf({ event, time, fields, metrics, listing }: Mapping): string[] {
  const cells: (Cell | undefined)[] = [...Object.values(fields), ...Object.values(metrics ?? {}), ...Object.values(listing ?? {})];
  const own = [typeof event === 'string' ? [] : [event.column], time.unit === 'none' ? [] : [time.column]].flat();
  return [...new Set([...own, ...cells.flatMap((cell) => (cell === undefined ? [] : columnsOfCell(cell)))])];
}

function columnsOfCell(cell: Cell): string[] {
  if (typeof cell === 'string') return [cell];
  if ('column' in cell) return [cell.column];
  return 'template' in cell ? [...cell.template.matchAll(PLACE)].map((match) => match[1] ?? '') : [];
}

const PLACE = /\{([^{}]+)\}/g;

/** A cell's text in one row; undefined where the row has none, or where its word is not in the cell's table and there is no default. */
export function textOfCell(cell: Cell, column: (name: string) => string | undefined): string | undefined {
  if (typeof cell === 'string') return column(cell);
  if ('constant' in cell) return String(cell.constant);
  if ('template' in cell) return cell.template.replaceAll(PLACE, (_whole, name: string) => column(name) ?? '').trim() || undefined;
  const text = column(cell.column);
  return (text !== undefined && cell.values ? cell.values[text] : text) ?? cell.default;
}
