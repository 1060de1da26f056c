/** Changes whenever a list does, so that a finding can be explained by the list it was made with. */
export const WORD_LIST_VERSION = '2026-11-1';

/**
 * Absolute claims that the Advertising Law of the PRC, Art. 9 (3), forbids and platforms act on, and their usual relatives.
 * `unless`: what follows makes the word harmless (最近, 第一次).
 */
const ZH: readonly { word: string; unless?: readonly string[] }[] = [
  { word: '最', unless: ['近', '后', '终', '初', '多', '少', '早', '晚', '迟'] },
  { word: '第一', unless: ['次', '步', '时间', '天', '批', '期', '章', '个', '件', '单', '位', '排', '款', '波', '轮', '部分', '眼', '杯', '遍'] },
  { word: 'no.1' }, { word: 'top1' }, { word: '国家级' }, { word: '世界级' }, { word: '宇宙级' }, { word: '全球首发' }, { word: '全国首家' },
  { word: '独一无二' }, { word: '绝无仅有' }, { word: '史无前例' }, { word: '前无古人' }, { word: '绝对' }, { word: '顶级' }, { word: '极品' },
  { word: '极致' }, { word: '顶尖' }, { word: '终极' }, { word: '至尊' }, { word: '巅峰' }, { word: '王牌' }, { word: '冠军' }, { word: '销量之王' },
  { word: '首选' }, { word: '唯一', unless: ['编号', '标识'] }, { word: '万能' }, { word: '永久' }, { word: '100%' }, { word: '百分之百' },
  { word: '零风险' }, { word: '无副作用' }, { word: '根治' }, { word: '包治' }, { word: '治愈' }, { word: '特效' }, { word: '国家免检' },
  { word: '质量免检' }, { word: '国家领导人' }, { word: '驰名商标' }, { word: '假一赔万' }, { word: '全网底价' }, { word: '史上' }, { word: '跳楼价' },
  { word: '祖传' }, { word: '秘方' }, { word: '点击领奖' }, { word: '恭喜获奖' },
];

/** Claims that advertising codes and platforms in English ask to be proved. Whole words only. */
const EN: readonly string[] = [
  'best', 'the best', 'no.1', 'no. 1', 'number one', '#1', 'guaranteed', '100% guaranteed', 'risk-free', 'risk free', 'cheapest', 'lowest price',
  'perfect', 'ultimate', 'unbeatable', 'world-class', 'world class', 'miracle', 'cure', 'cures', 'instant results', 'no side effects', 'permanent',
  'clinically proven', 'fda approved', 'once in a lifetime', 'get rich',
];

export interface Finding {
  word: string;
  list: 'zh' | 'en';
  /** Its place in the text, in UTF-16 units. */
  index: number;
  length: number;
}

/** Full-width letters and digits read as plain ones and case is dropped, unit by unit, so that places stay true. */
function plain(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const unit = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : text.charAt(i);
    const lower = unit.toLowerCase();
    out += lower.length === 1 ? lower : unit;
  }
  return out;
}

const isWordUnit = (unit: string | undefined): boolean => unit !== undefined && /[a-z0-9]/.test(unit);

function everyIndex(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) found.push(at);
  return found;
}

const standsAlone = (text: string, at: number, word: string): boolean =>
  !(isWordUnit(word[0]) && isWordUnit(text[at - 1])) && !(isWordUnit(word.at(-1)) && isWordUnit(text[at + word.length]));

/** The forbidden words in a text, first place first; of overlapping ones the longest. */
export function forbiddenIn(text: string): Finding[] {
  const searched = plain(text);
  const found: Finding[] = [];
  for (const { word, unless = [] } of ZH) {
    for (const index of everyIndex(searched, word)) {
      if (!unless.some((next) => searched.startsWith(next, index + word.length)) && standsAlone(searched, index, word))
        found.push({ word: text.slice(index, index + word.length), list: 'zh', index, length: word.length });
    }
  }
  for (const word of EN) {
    for (const index of everyIndex(searched, word)) {
      if (standsAlone(searched, index, word)) found.push({ word: text.slice(index, index + word.length), list: 'en', index, length: word.length });
    }
  }
  found.sort((a, b) => a.index - b.index || b.length - a.length);
  let end = 0;
  return found.filter(({ index, length }) => {
    if (index < end) return false;
    end = index + length;
    return true;
  });
}
