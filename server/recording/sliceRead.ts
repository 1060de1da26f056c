import { COL, KIND, second } from '../../shared/metrics/columns.ts';
import { evaluator, type Figures } from '../../shared/metrics/slice.ts';
import { readStretch, STRETCH_METRICS } from '../../shared/metrics/stretch.ts';
import { scalarOf, type MetricValue, type MetricValues } from '../../shared/metrics/view.ts';
import { SLICE_METRICS, type BuyersPart, type SliceAsked, type SliceView } from '../../shared/review/slice.ts';
import { WATCH, addUpPeople, none, together, type Sums } from './addUp.ts';
import { HOUR_S } from './deeds.ts';
import type { SlicedShow } from './slices.ts';

/** What a slice is grouped by: nothing, or a row each. */
type By = 'show' | 'source' | 'listing' | 'hour';
type Row = Record<string, string | number | null>;

const evaluate = { show: evaluator(SLICE_METRICS.show), source: evaluator(SLICE_METRICS.source), listing: evaluator(SLICE_METRICS.listing), hour: evaluator(SLICE_METRICS.hour) };
const AUDIENCE: ReadonlySet<string> = new Set(['peakOnline', 'averageOnline', 'watchSeconds', 'spend', 'attributedGmv']);
const AUDIENCE_METRICS = STRETCH_METRICS.filter(({ id }) => AUDIENCE.has(id));
/** What listings have: the rest is the room's, whatever was sold in it. */
const OF_LISTINGS: ReadonlySet<number> = new Set([COL.shown, COL.clicks, COL.favourites, COL.cartAdds, COL.cartUnits, COL.ordersCreated, COL.createdAmount, COL.unpaidOrders, COL.unpaidAmount, COL.orders, COL.units, COL.gmv, COL.refunds, COL.refundAmount, COL.dealGmv, COL.dealOrders]);
const PEOPLE_OF_LISTINGS: ReadonlySet<number> = new Set([KIND.shown, KIND.clicked, KIND.carted, KIND.created, KIND.bought, KIND.boughtFirst]);

/** A part of an ended show. */
export function readSlice(sliced: SlicedShow, asked: SliceAsked): Promise<SliceView> {
  return new SliceReader(sliced, asked).read();
}

class SliceReader {
  private readonly values: Record<string, string | number>;
  /** The seconds that belong to it, [from, to). */
  private readonly from: number;
  private readonly to: number;
  private readonly isWindowed: boolean;
  private readonly isTimed: boolean;
  /** Their places; what is not there is at `NONE`. */
  private readonly source: number | undefined;
  private readonly listing: number | undefined;
  private viewers: Map<number, Sums> | undefined;

  constructor(
    private readonly sliced: SlicedShow,
    private readonly asked: SliceAsked,
  ) {
    const { review } = sliced.show;
    const segment = review.segments.find(({ segmentId }) => segmentId === asked.segment);
    // A segment that never was has no time.
    const span = asked.segment === undefined ? { from: 0, to: Infinity } : segment ? { from: second(segment.from), to: second(segment.to) } : { from: 0, to: 0 };
    this.from = Math.max(span.from, asked.from ?? 0);
    this.to = Math.min(span.to, asked.to ?? Infinity);
    this.isWindowed = asked.segment !== undefined || asked.from !== undefined || asked.to !== undefined;
    this.isTimed = this.isWindowed || asked.host !== undefined;
    const { places } = sliced;
    this.source = asked.source === undefined ? undefined : places.sources.indexOf(asked.source);
    this.listing = asked.listing === undefined ? undefined : places.listings.indexOf(asked.listing, 1);
    this.values = { source: this.source ?? NONE, host: asked.host ?? '', listing: this.listing ?? NONE, from: this.from, to: Math.min(this.to, Number.MAX_SAFE_INTEGER) };
  }

  async read(): Promise<SliceView> {
    const { review } = this.sliced.show;
    const [all, bySource, listings, hours, buyers] = await Promise.all([this.gather('show'), this.gather('source'), this.gather('listing'), this.gather('hour'), this.buyers()]);
    const metrics = await this.showMetrics(all.get(ALL) ?? none());
    const { source: only } = this.asked;
    const { places } = this.sliced;
    const sources = new Map([...bySource].map(([place, sums]) => [places.sources[place] ?? '', sums]));
    // Of a source that brought nobody there is still what it cost.
    if (!this.isTimed && this.asked.listing === undefined) {
      for (const { source, metrics: { spend } } of review.sources) if (Number(spend) > 0 && (only ?? source) === source && !sources.has(source)) sources.set(source, none());
    }
    return {
      asked: this.asked,
      metrics,
      approximate: review.approximate,
      listings: review.listings.flatMap((each, i) => {
        // Places count from 1, in the review's order.
        const sums = listings.get(i + 1);
        return sums ? [{ ...each, metrics: evaluate.listing(this.listingFigures(each.listingId, sums)) }] : [];
      }),
      sources: [...sources].map(([source, sums]) => ({ source, metrics: evaluate.source(this.figures(sums, (id) => this.ofSource(source, sums, id))) })).sort((a, b) => (a.source < b.source ? -1 : 1)),
      hours: [...hours].map(([sec, sums]) => this.hour(sec, sums)).sort((a, b) => a.from - b.from),
      buyers,
    };
  }

  /** Of a listing its own metrics, and the funnel of the room it was sold in. */
  private async showMetrics(sums: Sums): Promise<MetricValues> {
    const { listing, ...rest } = this.asked;
    if (listing === undefined) {
      const { source } = rest;
      return evaluate.show(this.figures(sums, (id) => (source === undefined ? this.audience(id, sums, 0, Infinity) : this.ofSource(source, sums, id))));
    }
    const room = (await new SliceReader(this.sliced, rest).gather('show')).get(ALL) ?? none();
    const people = (kind: number): number => room.people.get(kind) ?? 0;
    return { ...evaluate.listing(this.listingFigures(listing, sums)), impressionUsers: people(KIND.impressed), viewers: people(KIND.entered), createdUsers: sums.people.get(KIND.created) ?? 0, newBuyers: sums.people.get(KIND.boughtFirst) ?? 0 };
  }

  /** @param isWhole whether it is all the time that is asked for */
  private figures(sums: Sums, own: (id: string) => MetricValue, isWhole = true): Figures {
    const { listing } = this.asked;
    const sum = (col: number): number | null => {
      if (listing !== undefined && !OF_LISTINGS.has(col)) return null;
      // When a view reached its minute is not in the tables.
      return col === COL.longViews && (this.isTimed || !isWhole) ? null : (sums.cols.get(col) ?? 0);
    };
    return {
      sum,
      people: (kind) => (kind === KIND.stayed ? this.isTimed || listing !== undefined : listing !== undefined && !PEOPLE_OF_LISTINGS.has(kind)) ? null : (sums.people.get(kind) ?? 0),
      own: (id) => (id === 'netSales' ? (sums.cols.get(COL.gmv) ?? 0) - (sums.cols.get(COL.refundAmount) ?? 0) : own(id)),
    };
  }

  private listingFigures(listingId: string, sums: Sums): Figures {
    const known = this.sliced.show.review.listings.find((each) => each.listingId === listingId);
    // How long it was on air is no part's: it is told of the whole show alone.
    const isWhole = !this.isTimed && this.asked.source === undefined;
    return this.figures(sums, (id) => (isWhole ? (known?.metrics[id] ?? null) : null));
  }

  private ofSource(source: string, sums: Sums, id: string): MetricValue {
    if (this.isTimed || this.asked.listing !== undefined) return null;
    if (id === 'watchSeconds') return sums.cols.get(WATCH) ?? 0;
    // Views still open when the show ended, and what was spent on it: of the whole source.
    return id === 'spend' || id === 'attributedGmv' ? (this.sliced.show.review.sources.find((each) => each.source === source)?.metrics[id] ?? 0) : null;
  }

  /** The audience, which the curves of the show tell and not its tables; null for a part of the people. */
  private audience(id: string, sums: Sums | undefined, from: number, to: number): MetricValue {
    const { asked, sliced: { show: { tally, review } } } = this;
    if (!AUDIENCE.has(id) || asked.source !== undefined || asked.listing !== undefined) return null;
    // Of all the time it is what the show itself says, whether it was ever started or not.
    if (sums && !this.isTimed) return id === 'watchSeconds' ? (sums.cols.get(WATCH) ?? 0) : (review.metrics[id] ?? null);
    const metric = AUDIENCE_METRICS.filter((each) => each.id === id);
    const parts = this.spans(from, to).map((span) => readStretch(tally, span.from, span.to, review.at, metric)[id] ?? null);
    if (id === 'peakOnline') return Math.max(0, ...parts.map((part) => scalarOf(part) ?? 0));
    if (id !== 'averageOnline') return parts.reduce<number>((sum, part) => sum + (scalarOf(part) ?? 0), 0);
    return parts.reduce<{ numerator: number; denominator: number }>((sum, part) => (typeof part === 'object' && part ? { numerator: sum.numerator + part.numerator, denominator: sum.denominator + part.denominator } : sum), { numerator: 0, denominator: 0 });
  }

  /** The stretches of [from, to) that are asked for. */
  private spans(from: number, to: number): { from: number; to: number }[] {
    const { shifts } = this.sliced.show.tally;
    const { host } = this.asked;
    const all = host === undefined ? [{ from: 0, to: Infinity }] : shifts.flatMap((shift, i) => (shift.host === host ? [{ from: i === 0 ? 0 : shift.sec, to: shifts[i + 1]?.sec ?? Infinity }] : []));
    return all.map((each) => ({ from: Math.max(each.from, this.from, from), to: Math.min(each.to, this.to, to) })).filter((each) => each.to > each.from);
  }

  private hour(sec: number, sums: Sums): SliceView['hours'][number] {
    const [from, to] = [sec * 1000, (sec + HOUR_S) * 1000];
    const { hosts } = this.sliced.show.review;
    return {
      from, to,
      hosts: [...new Set(hosts.filter((shift) => shift.from < to && (shift.to ?? Infinity) > from).map(({ host }) => host))],
      metrics: evaluate.hour(this.figures(sums, (id) => this.audience(id, undefined, sec, sec + HOUR_S), false)),
    };
  }

  /** What is asked of rows. @param at the column of the second something happened in @param host how a row says whose it is */
  private where(at: string, host: string, also: string): string {
    const { source, host: wanted, listing } = this.asked;
    return [
      also, ...(source === undefined ? [] : ['source = $source']), ...(wanted === undefined ? [] : [host]), ...(listing === undefined ? [] : ['listing = $listing']),
      ...(this.isWindowed ? [`${at} >= $from AND ${at} < $to`] : []),
    ].join(' AND ');
  }
  private readonly ofHost = 'host = $host';

  /** What viewers did in it, by group. */
  private deedsBy(by: By): Map<number, Sums> {
    const { sliced, source, listing } = this;
    const { show, sources, listings, hours } = sliced.added({ spans: this.spans(0, Infinity), ...(source === undefined ? {} : { source }), ...(listing === undefined ? {} : { listing }) });
    if (by === 'listing') return listings;
    if (by === 'hour') return hours;
    if (this.isTimed || listing !== undefined) return by === 'show' ? new Map([[ALL, show]]) : sources;
    // Over the whole show people are what their own table says.
    this.viewers ??= addUpPeople(sliced.deeds, source);
    const { viewers } = this;
    if (by === 'show') return new Map([[ALL, whose(show, together(viewers.values()))]]);
    return new Map([...sources.keys(), ...viewers.keys()].map((place) => [place, whose(sources.get(place), viewers.get(place))]));
  }

  /** What each group adds up to: by its place, or an hour by its first second. */
  private async gather(by: By): Promise<Map<number, Sums>> {
    // The engine is at the orders while we walk past the deeds.
    const orders = Promise.all(this.ofOrders(by).map((sql) => this.sliced.ask(sql, this.values)));
    // What was found is kept, and asked for again.
    const groups = new Map([...this.deedsBy(by)].map(([place, { cols, people }]) => [place, { cols: new Map(cols), people: new Map(people) }]));
    for (const row of (await orders).flat()) {
      if (row['key'] === null) continue;
      const place = num(row['key']);
      const { cols, people } = groups.get(place) ?? none();
      for (const [name, value] of Object.entries(row)) {
        if (name.startsWith('c')) cols.set(Number(name.slice(1)), num(value));
        else if (name.startsWith('p')) people.set(Number(name.slice(1)), num(value));
      }
      groups.set(place, { cols, people });
    }
    return groups;
  }

  /** Statements of what orders count for, by group. */
  private ofOrders(by: By): string[] {
    const key = (at: string): string => (by === 'show' ? String(ALL) : by === 'hour' ? `(${at} // ${HOUR_S}) * ${HOUR_S}` : by);
    const isByListing = by === 'listing' || this.asked.listing !== undefined;
    const deposits = `SELECT ${key('paid_sec')} AS key, ${col('deposits', 'count(*)')}, ${col('depositAmount', 'sum(deposit_amount)')} FROM orders WHERE ${this.where('paid_sec', this.ofHost, 'deposit_amount IS NOT NULL')} GROUP BY 1`;
    return [
      this.created(key('created_sec'), isByListing),
      this.paid(key('paid_sec'), isByListing),
      ...(isByListing ? [] : [deposits]),
      `SELECT ${key('sec')} AS key, ${col('refunds', 'count(*)')}, ${col('refundAmount', 'sum(amount)')} FROM ${isByListing ? 'part_returns' : 'returns'} WHERE ${this.where('sec', this.ofHost, 'true')} GROUP BY 1`,
    ];
  }

  private created(key: string, isByListing: boolean): string {
    return `SELECT ${key} AS key, ${col('ordersCreated', 'count(*)')}, ${col('createdAmount', 'sum(created_amount)')}, ${col('unpaidOrders', "count(*) FILTER (is_unpaid)")}, ${col('unpaidAmount', "coalesce(sum(created_amount) FILTER (is_unpaid), 0)")},
      count(DISTINCT buyer)::DOUBLE AS p${KIND.created} FROM ${isByListing ? 'parts' : 'orders'} WHERE ${this.where('created_sec', this.ofHost, 'created_amount IS NOT NULL')} GROUP BY 1`;
  }

  private paid(key: string, isByListing: boolean): string {
    const rest = isByListing ? '' : `, ${col('subsidy', 'sum(subsidy)')}, ${col('fanGmv', 'coalesce(sum(gmv) FILTER (fan), 0)')}`;
    return `SELECT ${key} AS key, ${col('orders', 'count(*)')}, ${col('units', 'sum(units)')}, ${col('gmv', 'sum(gmv)')}, ${col('dealGmv', 'coalesce(sum(deal_gmv), 0)')}, ${col('dealOrders', 'count(deal_gmv)')}${rest},
      count(DISTINCT buyer)::DOUBLE AS p${KIND.bought}, count(DISTINCT buyer) FILTER (first_order)::DOUBLE AS p${KIND.boughtFirst} FROM ${isByListing ? 'parts' : 'orders'} WHERE ${this.where('paid_sec', this.ofHost, 'gmv IS NOT NULL')} GROUP BY 1`;
  }

  private async buyers(): Promise<SliceView['buyers']> {
    const bought = `FROM ${this.asked.listing === undefined ? 'orders' : 'parts'} WHERE ${this.where('paid_sec', this.ofHost, 'gmv IS NOT NULL AND buyer IS NOT NULL')}`;
    const rows = await this.sliced.ask(`SELECT fresh::INTEGER AS fresh, count(*)::DOUBLE AS buyers, sum(orders)::DOUBLE AS orders, sum(gmv)::DOUBLE AS gmv FROM (SELECT buyer, bool_or(first_order) AS fresh, count(*) AS orders, sum(gmv) AS gmv ${bought} GROUP BY 1) GROUP BY 1`, this.values);
    const part = (fresh: number): BuyersPart => {
      const row = rows.find((each) => each['fresh'] === fresh);
      return { buyers: num(row?.['buyers']), orders: num(row?.['orders']), gmv: num(row?.['gmv']) };
    };
    const [told] = await this.sliced.ask('SELECT coalesce(bool_or(first_order), false)::INTEGER AS told FROM orders', {});
    const [known] = await this.sliced.ask(`SELECT count(*)::DOUBLE AS n FROM (SELECT DISTINCT buyer ${bought}) SEMI JOIN known USING (buyer)`, this.values);
    return { fresh: part(1), returning: part(0), told: told?.['told'] === 1, before: { buyers: num(known?.['n']), shows: this.sliced.show.earlier.length } };
  }
}

/** The one group of a whole, and a place at which there is nothing. */
const ALL = 0;
const NONE = -1;
const num = (value: Row[string] | undefined): number => Number(value ?? 0);
const col = (name: keyof typeof COL, sql: string): string => `(${sql})::DOUBLE AS c${COL[name]}`;
/** What was done, and by whom. */
const whose = (done = none(), viewers = none()): Sums => ({ cols: new Map([...done.cols, ...viewers.cols]), people: viewers.people });
