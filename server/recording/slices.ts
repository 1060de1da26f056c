import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { COL, KIND } from '../../shared/metrics/columns.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { addUp, type Added, type Wanted } from './addUp.ts';
import { COUNTED, readDeeds, type Deeds } from './deeds.ts';
import { openEngine, quoted } from './engine.ts';

/** What the engine may hold while it slices; what is more it keeps in its file. */
const MEMORY = '256MB';
/** While a show is laid out. */
const THREADS = 2;

/** Answers that are kept: a page asks for the whole again and again. */
const KEPT = 8;
const WHOLE = JSON.stringify({ spans: [{ from: 0, to: Infinity }] } satisfies Wanted);

/** A show as it can be sliced. Paths of its tables and of the segments that can be read. */
export interface Sliceable {
  review: ReviewView;
  /** At least what series are read from. */
  tally: Tally;
  orders: string;
  viewers: string;
  segments: readonly string[];
  /** Orders of earlier shows of the room. */
  earlier: readonly string[];
}

/** A condition as SQL, and the values of its parameters. */
export interface Bound {
  sql: string;
  values: Record<string, DuckDBValue>;
}

/** Facts by what they count as, and whether one may stand for many; orders only say that their buyer was there. */
const DEEDS: readonly (readonly [type: string, deed: number, isMany: boolean])[] = [
  ['viewer.entered', COL.enters, false], ['viewer.left', COL.leaves, false], ['room.impressed', COL.impressions, true], ['comment.posted', COL.comments, false], ['like.given', COL.likes, true],
  ['share.made', COL.shares, false], ['follow.made', COL.follows, false], ['product.shown', COL.shown, true], ['product.clicked', COL.clicks, true],
  ['product.favourited', COL.favourites, true], ['cart.added', COL.cartAdds, false], ['cart.removed', COUNTED, false], ['order.created', COUNTED + 1, false], ['order.paid', COUNTED + 1, false],
];

/** A field of a fact that has no column; half a character makes its text no JSON. */
const more = (field: string): string => `CASE WHEN json_valid(more) THEN more->>'$.${field}' ELSE regexp_extract(more, '"${field}":"?([^",}]*)', 1) END`;

/**
 * A show's tables, laid out so that any part of it is added up in a moment: what its viewers did, in memory, person by person, since no table tells
 * people apart as fast as a walk from one to the next; its orders, what of them counts for each listing, and the money that went back, in a file of the engine's own.
 */
export class SlicedShow {
  private readonly kept = new Map<string, Added>();

  private constructor(
    readonly show: Sliceable,
    readonly deeds: Deeds,
    /** Names of the places in `deeds`: a listing's count from 1. */
    readonly places: Places,
    private readonly connection: DuckDBConnection,
    private readonly end: () => Promise<void>,
  ) {}

  /** @param temporary a folder the engine may use */
  static async open(show: Sliceable, temporary: string): Promise<SlicedShow> {
    const path = join(temporary, `${randomUUID()}.duckdb`);
    const { connection, close } = await openEngine(temporary, MEMORY, THREADS);
    const end = async (): Promise<void> => {
      close();
      await Promise.all([rm(path, { force: true }), rm(`${path}.wal`, { force: true })]);
    };
    const places = placesOf(show);
    try {
      await connection.run(`ATTACH ${quoted(path)} AS held`);
      await connection.run('USE held');
      for (const statement of layOut(show, places)) await connection.run(statement);
      const deeds = await readDeeds(connection);
      for (const table of ['people', 'deeds']) await connection.run(`DROP TABLE ${table}`);
      // From here on we walk past deeds while the engine is at the orders.
      await connection.run('SET threads = 1');
      return new SlicedShow(show, deeds, places, connection, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** What viewers did. */
  added(wanted: Wanted): Added {
    const name = JSON.stringify(wanted);
    const added = this.kept.get(name) ?? addUp(this.deeds, wanted);
    this.kept.set(name, added);
    // The whole stays: what a listing sold is told beside it.
    const oldest = this.kept.size > KEPT ? [...this.kept.keys()].find((each) => each !== WHOLE) : undefined;
    if (oldest !== undefined) this.kept.delete(oldest);
    return added;
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

/** What stands at which place: sources from 0, listings from 1. */
interface Places {
  sources: readonly string[];
  listings: readonly string[];
}

// Whoever came from nowhere known, and nobody, came from the first source.
const placesOf = ({ review, tally }: Sliceable): Places => ({ sources: tally.sources.length > 0 ? tally.sources : ['other'], listings: ['', ...review.listings.map(({ listingId }) => listingId)] });

function layOut({ review, orders, viewers, segments, earlier }: Sliceable, places: Places): string[] {
  const owners = [...review.listings].sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || (a.listingId < b.listingId ? -1 : 1)).flatMap(({ listingId, skus }) => skus.map((sku) => [sku, listingId] as const));
  // A SKU that several listings share belongs to the one with the lowest number.
  const owner = new Map([...owners].reverse());
  const values = (rows: readonly string[], columns: string): string => (rows.length === 0 ? `(SELECT ${columns} WHERE false)` : `(VALUES ${rows.join(', ')})`);
  const named = (names: readonly string[]): string => values(names.map((name, place) => `(${quoted(name)}, ${place})`), "'', 0");
  const kinds = Object.entries(VIEWER_KINDS).map(([kind, flag]) => `CASE WHEN ${flag} THEN ${1 << KIND[kind as keyof typeof VIEWER_KINDS]} ELSE 0 END`);
  return [
    `CREATE TABLE sources AS SELECT * FROM ${named(places.sources)} AS t(source, place)`,
    `CREATE TABLE listings AS SELECT * FROM ${named(places.listings)} AS t(listing, place)`,
    `CREATE TABLE owners AS SELECT sku, place FROM ${values([...owner].map(([sku, listing]) => `(${quoted(sku)}, ${quoted(listing)})`), "'', ''")} AS t(sku, listing) JOIN listings USING (listing)`,
    `CREATE TABLE types AS SELECT * FROM (VALUES ${DEEDS.map(([type, deed, isMany]) => `(${quoted(type)}, ${deed}, ${deed >= COUNTED ? 0 : 1}, ${isMany})`).join(', ')}) AS t(type, deed, once, is_many)`,
    `CREATE TABLE people AS SELECT v, viewer, coalesce(place, 0)::INTEGER AS source, kinds, watched, long_views FROM (SELECT row_number() OVER ()::INTEGER AS v, viewer, source, (${kinds.join(' + ')})::INTEGER AS kinds, watch_seconds::INTEGER AS watched, long_views::INTEGER AS long_views FROM read_parquet(${quoted(viewers)})) LEFT JOIN sources USING (source)`,
    // Of what a segment holds the engine knows too little: left to itself it keeps all facts in memory, and looks people up in them.
    "SET disabled_optimizers = 'join_order,build_side_probe_side'",
    `CREATE TABLE deeds AS ${segments.length === 0 ? 'SELECT 0 AS who, 0 AS sec, 0 AS deed, 0 AS amount, 0 AS listing WHERE false' : deedsIn(`read_parquet([${segments.map(quoted).join(', ')}])`)}`,
    'RESET disabled_optimizers',
    // Numbers in place of names: groups and people are told apart several times as fast.
    `CREATE TABLE buyers AS SELECT row_number() OVER ()::INTEGER AS b, buyer FROM (SELECT DISTINCT buyer FROM read_parquet(${quoted(orders)}) WHERE buyer IS NOT NULL)`,
    `CREATE TABLE known AS SELECT b AS buyer FROM buyers ${earlier.length === 0 ? 'WHERE false' : `SEMI JOIN read_parquet([${earlier.map(quoted).join(', ')}]) AS before ON before.buyer = buyers.buyer AND before.gmv IS NOT NULL`}`,
    `CREATE TABLE orders AS SELECT coalesce(sources.place, 0) AS source, host, b AS buyer, status = 'unpaid' AS is_unpaid, first_order, fan, created_amount, gmv, units, deal_gmv, subsidy, deposit_amount, ${sec('created_at')} AS created_sec, ${sec('paid_at')} AS paid_sec, parts, returns
      FROM read_parquet(${quoted(orders)}) AS o LEFT JOIN sources ON sources.source = o.source LEFT JOIN buyers ON buyers.buyer = o.buyer`,
    'CREATE TABLE returns AS SELECT source, host, gone."at" // 1000 AS sec, gone.amount AS amount FROM (SELECT source, host, unnest(returns) AS gone FROM orders)',
    `CREATE TABLE parts AS SELECT o.* EXCLUDE part, place AS listing, part.created_amount AS created_amount, part.gmv AS gmv, part.units AS units, part.deal_gmv AS deal_gmv
      FROM (SELECT source, host, buyer, is_unpaid, first_order, created_sec, paid_sec, unnest(parts) AS part FROM orders) AS o LEFT JOIN listings ON listings.listing = part.listing`,
    // Where a part was not paid, nothing of it can go back.
    `CREATE TABLE part_returns AS SELECT source, host, place AS listing, sec, amount FROM (SELECT source, host, part.listing AS name, unnest([each."at" // 1000 FOR each IN returns]) AS sec, unnest(part.returns) AS amount
      FROM (SELECT source, host, returns, unnest(parts) AS part FROM orders) WHERE part.gmv IS NOT NULL) LEFT JOIN listings ON listings.listing = name`,
  ];
}

/** Facts as numbers, before they meet their people: a join carries texts along. Who: a viewer's number, one below 0 for whom no table names, or nothing. */
const deedsIn = (segments: string): string => `
  WITH named AS (SELECT viewer, min(v) AS v FROM people GROUP BY viewer),
    facts AS (SELECT coalesce(viewer, CASE WHEN more LIKE '%"viewerId":%' THEN ${more('viewerId')} END) AS name, least(4294967295, ${sec('"at"')})::UINTEGER AS sec, types.deed::INTEGER AS deed,
        (CASE WHEN types.deed = ${COL.cartAdds} THEN coalesce(TRY_CAST(${more('quantity')} AS BIGINT), 1) WHEN is_many THEN coalesce("count", 1) ELSE once END)::DOUBLE AS amount,
        (CASE WHEN f.listing IS NULL THEN owners.place ELSE listings.place END)::INTEGER AS listing
      FROM ${segments} AS f JOIN types ON types.type = f.type LEFT JOIN owners ON owners.sku = f.sku LEFT JOIN listings ON listings.listing = f.listing
      WHERE coalesce(verdict, 1) = 1 AND (kind = 'facts' OR (kind = 'ledger' AND f.type = 'order.paid')))
  SELECT CASE WHEN name IS NULL THEN NULL ELSE coalesce(v, -1 - (hash(name) % 1000000000)::INTEGER) END::INTEGER AS who, sec, deed, amount, listing FROM facts LEFT JOIN named ON named.viewer = name`;

/** What a viewer is, as their table says it. */
const VIEWER_KINDS = { entered: 'entered', impressed: 'reached', shown: 'shown', clicked: 'clicked', carted: 'carted', commented: 'comments > 0', engaged: 'engaged', stayed: 'stayed' } as const;
