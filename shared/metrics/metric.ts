/** What a value is, and so how it is written. A ratio's unit names what numerator ÷ denominator gives. */
export const UNITS = ['count', 'money', 'seconds', 'percent', 'averageCount', 'averageSeconds', 'averageMoney', 'multiple'] as const;
export type Unit = (typeof UNITS)[number];

/** What a metric can be split by. A show's own total always exists, except where `per` is only a listing's. */
export type Slice = 'show' | 'source' | 'shift' | 'listing' | 'sku' | 'deal';

export interface Text {
  zh: string;
  en: string;
}

/** One metric: its meaning for people, and where its figure comes from. */
export interface Metric {
  id: string;
  zh: string;
  en: string;
  unit: Unit;
  /** What is counted or divided. */
  formula: Text;
  /** Which events it rests on, and when two of them count once. */
  dedupe: Text;
  /** What it covers in a window that is not the whole show. */
  window: Text;
  /** True where it counts people: an estimate where a platform samples it. */
  people: boolean;
  /** How points of a series join: added up, the latest, or divided; undefined where there is no series of it. */
  series?: 'sum' | 'level' | 'ratio';
  per: readonly Slice[];
  /** True where `metrics.sampled` may give it: a cumulative total under this id. */
  sampled: boolean;
  /** Good when it rises, when it falls, or neither: how a change is coloured. */
  tile: { better: 'up' | 'down' | 'none'; group: 'audience' | 'engagement' | 'commerce' };
  /** The column, the kind of people, or the rate it is read from; none where it is computed on its own. */
  col?: number;
  kind?: number;
  rate?: { numerator: string; denominator: string; times: number };
}

export const WINDOW_TEXT = {
  sum: {
    zh: '全场：全部；近5分钟：发生在最近300秒内（含当前秒；已结束的场次为结束前300秒及之后）；本次讲解：本次上讲解之后',
    en: 'Show: all of it. 5 min: what happened in the last 300 whole seconds (for an ended show, the last 300 before its end and anything after). On air: since the listing now on air was taken.',
  },
  people: {
    zh: '全场：去重人数；窗口内：窗口内至少发生一次的去重人数；平台采样的人数在窗口内无法得知，显示“–”',
    en: 'Show: distinct people. In a window: distinct people who did it at least once inside. Unknown in a window ("–") where a platform samples it.',
  },
  rate: {
    zh: '分子分母取同一窗口；分母为0显示“–”',
    en: 'Both parts over the same window; "–" where the denominator is 0.',
  },
  now: { zh: '与窗口无关，当前值', en: 'The same in every window: the value now.' },
  minute: { zh: '与窗口无关，最近60秒', en: 'The same in every window: the last 60 seconds.' },
} as const satisfies Record<string, Text>;

export const DEDUPE_TEXT = {
  event: {
    zh: '带 id 的事件只计一次（最近1,048,576个 id）；没有 id 的每条都计',
    en: 'An event with an id counts once (among the last 1,048,576 ids); one without an id counts each time.',
  },
  person: { zh: '按 viewerId 精确去重', en: 'Distinct viewerId, exact.' },
  order: {
    zh: '按 orderId 永久去重；事实冲突时取时间最早者，时间相同取内容最小者',
    en: 'By orderId, for ever; of conflicting facts the earliest counts, at the same time the smallest body.',
  },
  rate: { zh: '同分子与分母', en: 'As its two parts.' },
} as const satisfies Record<string, Text>;

const WIDE: readonly Slice[] = ['show', 'source', 'shift'];
const COMMERCE: readonly Slice[] = ['show', 'source', 'shift', 'listing', 'sku'];

type Extra = Partial<Pick<Metric, 'unit' | 'per' | 'sampled' | 'series' | 'window' | 'dedupe' | 'people'>> & { better?: Metric['tile']['better'] };

const build = (group: Metric['tile']['group'], id: string, zh: string, en: string, formula: Text, base: Omit<Metric, 'id' | 'zh' | 'en' | 'formula' | 'tile'>, extra: Extra): Metric => {
  const { better = 'up', ...rest } = extra;
  return { id, zh, en, formula, ...base, ...rest, tile: { better, group } };
};

/** Builders of one group: a counted total, people, a rate, or a figure computed on its own. */
export function builders(group: Metric['tile']['group']) {
  const commerce = group === 'commerce';
  return {
    sum: (id: string, col: number, zh: string, en: string, formula: Text, extra: Extra = {}): Metric =>
      build(group, id, zh, en, formula, {
        unit: 'count', dedupe: DEDUPE_TEXT.event, window: WINDOW_TEXT.sum, people: false, series: 'sum', per: commerce ? COMMERCE : WIDE, sampled: true, col,
      }, extra),
    people: (id: string, kind: number, zh: string, en: string, formula: Text, extra: Extra = {}): Metric =>
      build(group, id, zh, en, formula, {
        unit: 'count', dedupe: DEDUPE_TEXT.person, window: WINDOW_TEXT.people, people: true, per: commerce ? COMMERCE : WIDE, sampled: true, kind,
      }, extra),
    rate: (id: string, numerator: string, denominator: string, zh: string, en: string, formula: Text, extra: Extra & { times?: number } = {}): Metric => {
      const { times = 1, ...rest } = extra;
      return build(group, id, zh, en, formula, {
        unit: 'percent', dedupe: DEDUPE_TEXT.rate, window: WINDOW_TEXT.rate, people: false, per: WIDE, sampled: false, rate: { numerator, denominator, times },
      }, rest);
    },
    own: (id: string, zh: string, en: string, formula: Text, extra: Extra = {}): Metric =>
      build(group, id, zh, en, formula, { unit: 'count', dedupe: DEDUPE_TEXT.event, window: WINDOW_TEXT.now, people: false, per: ['show'], sampled: false }, extra),
  };
}
