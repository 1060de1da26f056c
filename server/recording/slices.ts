import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { COL, KIND } from '../../shared/metrics/columns.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { openEngine, quoted } from './engine.ts';

/** What the engine may hold while it slices; what is more it keeps in its file. */
const MEMORY = '256MB';

/** A show as it can be sliced. Paths of its tables and of the segments that can be read. */
export interface Sliceable {
  review: ReviewView;
  /** At least what series are read from. */
  tally: Tally;
  orders: string;
  viewers: string;
  segments: readonly string[];
}

/** A condition as SQL, and the values of its parameters. */
export interface Bound {
  sql: string;
  values: Record<string, DuckDBValue>;
}

/** Facts by what they count as; orders only say that their buyer was there. */
const DEEDS: readonly (readonly [type: string, deed: number, count: string])[] = [
  ['viewer.entered', COL.enters, '1'], ['viewer.left', COL.leaves, '1'], ['room.impressed', COL.impressions, 'coalesce("count", 1)'], ['comment.posted', COL.comments, '1'], ['like.given', COL.likes, 'coalesce("count", 1)'],
  ['share.made', COL.shares, '1'], ['follow.made', COL.follows, '1'], ['product.shown', COL.shown, 'coalesce("count", 1)'], ['product.clicked', COL.clicks, 'coalesce("count", 1)'],
  ['product.favourited', COL.favourites, 'coalesce("count", 1)'], ['cart.added', COL.cartAdds, '1'], ['cart.removed', 30, '0'], ['order.created', 31, '0'], ['order.paid', 31, '0'],
];
const bits = (...deeds: number[]): number => deeds.reduce((all, deed) => all + 2 ** deed, 0);
const PRESENT = bits(...DEEDS.map(([, deed]) => deed).filter((deed, i, all) => deed !== COL.impressions && all.indexOf(deed) === i));

/** People by kind, as bits of the deeds of which one is enough. */
export const KIND_BITS: readonly (readonly [kind: number, bits: number])[] = [
  [KIND.entered, PRESENT], [KIND.impressed, bits(COL.impressions)], [KIND.shown, bits(COL.shown)], [KIND.clicked, bits(COL.clicks)], [KIND.carted, bits(COL.cartAdds)], [KIND.commented, bits(COL.comments)],
  [KIND.engaged, bits(COL.comments, COL.likes, COL.shares, COL.follows)],
];

/** A field of a fact that has no column; half a character makes its text no JSON. */
const more = (field: string): string => `CASE WHEN json_valid(more) THEN more->>'$.${field}' ELSE regexp_extract(more, '"${field}":"?([^",}]*)', 1) END`;

/**
 * A show's tables, laid out so that any part of it is added up in a moment: what its viewers did, one row a fact, with where they came from and whose
 * shift it was; its orders, what of them counts for each listing, and the money that went back. Kept in a file of the engine's own.
 */
export class SlicedShow {
  private constructor(
    readonly show: Sliceable,
    private readonly connection: DuckDBConnection,
    private readonly end: () => Promise<void>,
  ) {}

  /** @param temporary a folder the engine may use */
  static async open(show: Sliceable, temporary: string): Promise<SlicedShow> {
    const path = join(temporary, `${randomUUID()}.duckdb`);
    const { connection, close } = await openEngine(temporary, MEMORY);
    const end = async (): Promise<void> => {
      close();
      await Promise.all([rm(path, { force: true }), rm(`${path}.wal`, { force: true })]);
    };
    try {
      await connection.run(`ATTACH ${quoted(path)} AS held`);
      await connection.run('USE held');
      for (const statement of layOut(show)) await connection.run(statement);
      return new SlicedShow(show, connection, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** @returns rows of text and numbers, null where there is nothing */
  async ask(sql: string, values: Bound['values']): Promise<Record<string, string | number | null>[]> {
    // A value that a condition does not name is refused by the engine.
    const named = Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(`$${name}`)));
    const reader = await this.connection.runAndReadAll(sql, named);
    return reader.getRowObjectsJS() as Record<string, string | number | null>[];
  }

  close(): Promise<void> {
    return this.end();
  }
}

const sec = (at: string): string => `greatest(1, ${at} // 1000)`;

function layOut({ review, tally, orders, viewers, segments }: Sliceable): string[] {
  const owners = [...review.listings].sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || (a.listingId < b.listingId ? -1 : 1)).flatMap(({ listingId, skus }) => skus.map((sku) => [sku, listingId] as const));
  // A SKU that several listings share belongs to the one with the lowest number.
  const owner = new Map([...owners].reverse());
  const values = (rows: readonly string[], columns: string): string => (rows.length === 0 ? `(SELECT ${columns} WHERE false)` : `(VALUES ${rows.join(', ')})`);
  const shift = tally.shifts.reduce((sql, each, i) => (i === 0 ? '0' : `CASE WHEN sec >= ${each.sec} THEN ${i} ELSE ${sql} END`), '0');
  const pick = (place: 1 | 2): string => DEEDS.map((deed) => `WHEN '${deed[0]}' THEN ${deed[place]}`).join(' ');
  const facts = segments.length === 0 ? '' : `read_parquet([${segments.map(quoted).join(', ')}])`;
  return [
    `CREATE TABLE shifts AS SELECT * FROM ${values(tally.shifts.flatMap(({ host }, i) => (host === null ? [] : [`(${i}, ${quoted(host)})`])), "0, ''")} AS t(shift, host)`,
    `CREATE TABLE owners AS SELECT * FROM ${values([...owner].map(([sku, listing]) => `(${quoted(sku)}, ${quoted(listing)})`), "'', ''")} AS t(sku, listing)`,
    `CREATE TABLE people AS SELECT row_number() OVER ()::INTEGER AS v, * FROM read_parquet(${quoted(viewers)})`,
    `CREATE TABLE orders AS SELECT * EXCLUDE (lines, parts, returns), ${sec('created_at')} AS created_sec, ${sec('paid_at')} AS paid_sec, parts, returns FROM read_parquet(${quoted(orders)})`,
    'CREATE TABLE returns AS SELECT order_id, source, host, buyer, gone."at" // 1000 AS sec, gone.amount AS amount FROM (SELECT *, unnest(returns) AS gone FROM orders)',
    `CREATE TABLE parts AS SELECT order_id, source, host, buyer, status, first_order, created_sec, paid_sec, part.listing AS listing, part.created_amount AS created_amount, part.gmv AS gmv, part.units AS units, part.deal_gmv AS deal_gmv
      FROM (SELECT *, unnest(parts) AS part FROM orders)`,
    // Where a part was not paid, nothing of it can go back.
    `CREATE TABLE part_returns AS SELECT source, host, listing, sec, amount FROM (SELECT source, host, part.listing AS listing, unnest([each."at" // 1000 FOR each IN returns]) AS sec, unnest(part.returns) AS amount
      FROM (SELECT source, host, returns, unnest(parts) AS part FROM orders) WHERE part.gmv IS NOT NULL)`,
    segments.length === 0
      ? 'CREATE TABLE deeds AS SELECT 0 AS sec, 0 AS deed, 0 AS n, 0 AS units, \'\' AS listing, 0 AS v, \'\' AS source, 0 AS shift WHERE false'
      : `CREATE TABLE deeds AS
      WITH facts AS (SELECT ${sec('"at"')} AS sec, (CASE type ${pick(1)} END)::UTINYINT AS deed, (CASE type ${pick(2)} END)::BIGINT AS n,
          CASE WHEN type = 'cart.added' THEN coalesce(TRY_CAST(${more('quantity')} AS BIGINT), 1) ELSE 0 END AS units,
          coalesce(viewer, CASE WHEN more LIKE '%"viewerId":%' THEN ${more('viewerId')} END) AS name, listing, sku
        FROM ${facts} WHERE coalesce(verdict, 1) = 1 AND type IN (${DEEDS.map(([type]) => quoted(type)).join(', ')}) AND (kind = 'facts' OR (kind = 'ledger' AND type = 'order.paid'))),
      named AS (SELECT viewer, min(v) AS v, min(source) AS source FROM people GROUP BY viewer)
      SELECT sec, deed, n, units, coalesce(facts.listing, owners.listing) AS listing, CASE WHEN name IS NULL THEN NULL ELSE coalesce(named.v, -(hash(name) % 1000000000)::INTEGER) END AS v,
        coalesce(named.source, ${quoted(tally.sources[0] ?? 'other')}) AS source, (${shift})::INTEGER AS shift
      FROM facts LEFT JOIN named ON named.viewer = name LEFT JOIN owners ON owners.sku = facts.sku AND facts.listing IS NULL`,
  ];
}
