import type { NewShow } from '../../../shared/show/create.ts';
import type { ListingInput } from '../../../shared/show/schemas.ts';

/** A product of the demo: prices in yuan, made minor units below. */
interface Product {
  number: number;
  title: string;
  price: number;
  list: number;
  floor: number;
  /** The price of a moment on air, where it has one. */
  special?: number;
  tag: '引流' | '利润' | '形象';
  offer: string;
  gifts?: string;
  points: string[];
  /** Name and opening stock of each SKU. */
  skus: [name: string, stock: number, price?: number][];
  perBuyer?: number;
}

/** Link numbers have holes, as they do in every room that has been selling for a while. */
const PRODUCTS: readonly Product[] = [
  { number: 1, title: '修护旅行四件套', price: 39.9, list: 79, floor: 29.9, special: 29.9, tag: '引流', offer: '新客立减 10 元', points: ['洁面、水、乳、霜各一', '登机箱放得下', '先试后买正装'], skus: [['一套', 3_600]], perBuyer: 2 },
  { number: 2, title: '柔润护手霜 三支装', price: 49, list: 89, floor: 39, special: 42, tag: '引流', offer: '2 件 9 折', points: ['乳木果油 12%', '不黏手', '樱花、白茶、无香'], skus: [['混合三支', 2_400]] },
  { number: 3, title: '积雪草舒缓爽肤水 300ml', price: 119, list: 168, floor: 95, tag: '利润', offer: '第二件半价', gifts: '化妆棉 100 片', points: ['湿敷三分钟', '不含酒精', '敏感肌实测'], skus: [['300ml', 1_150]] },
  { number: 5, title: '氨基酸洁面乳 120g', price: 89, list: 129, floor: 69, special: 75, tag: '引流', offer: '买一送一小样', gifts: '同款 30g', points: ['氨基酸表活', 'pH 5.5', '洗后不紧绷', '男女都能用'], skus: [['120g', 2_140]] },
  { number: 6, title: '玻尿酸补水面膜 10 片', price: 69, list: 119, floor: 55, special: 59, tag: '引流', offer: '3 盒 179 元', points: ['三重玻尿酸', '40 支精华一盒', '蚕丝膜布'], skus: [['10 片', 2_806]], perBuyer: 6 },
  { number: 7, title: '烟酰胺焕亮精华液', price: 199, list: 269, floor: 149, special: 149, tag: '利润', offer: '直播间立减 70 元', gifts: '面膜 2 片', points: ['5% 烟酰胺', '28 天提亮实测', '早晚都能用', '油皮不闷'], skus: [['30ml', 1_330], ['50ml', 640, 299]], perBuyer: 4 },
  { number: 8, title: '胶原紧致面霜 50g', price: 259, list: 359, floor: 199, special: 219, tag: '利润', offer: '满 2 件减 60', gifts: '眼霜小样 5g', points: ['重组胶原蛋白', '秋冬不干', '淡纹 12%（28 天）'], skus: [['50g', 820]] },
  { number: 9, title: '清透防晒乳 SPF50+', price: 99, list: 149, floor: 79, special: 85, tag: '引流', offer: '2 支 169 元', points: ['SPF50+ PA++++', '不泛白', '军训、通勤都够'], skus: [['40ml', 1_780], ['60ml', 960, 139]] },
  { number: 12, title: '香氛礼盒 限定版', price: 599, list: 799, floor: 520, tag: '形象', offer: '限量编号', gifts: '丝带礼袋', points: ['三支 15ml 香水', '留香 8 小时', '可刻字'], skus: [['限定版', 160]], perBuyer: 1 },
  { number: 15, title: '卸妆膏 100g', price: 79, list: 119, floor: 65, tag: '引流', offer: '已售罄，次日补货', points: ['遇水即乳化', '不糊眼'], skus: [['100g', 0]] },
  { number: 16, title: '修护唇膏 三支装', price: 59, list: 99, floor: 45, special: 49, tag: '引流', offer: '3 支装更省', points: ['角鲨烷', '睡前厚涂', '无香精'], skus: [['三支', 1_930]] },
  { number: 18, title: '蜗牛修护精粹水 200ml', price: 129, list: 189, floor: 99, special: 109, tag: '利润', offer: '拍一发二', gifts: '同款 50ml', points: ['蜗牛原液 80%', '熬夜急救', '二次清洁也行'], skus: [['200ml', 1_388]] },
  { number: 20, title: '胜肽抗皱眼霜 20g', price: 229, list: 329, floor: 179, special: 199, tag: '利润', offer: '送按摩棒', gifts: '冰凉按摩棒', points: ['六胜肽', '不长脂肪粒', '黑眼圈、细纹一起管'], skus: [['20g', 760]] },
  { number: 21, title: '丝绒哑光口红', price: 139, list: 199, floor: 109, tag: '利润', offer: '任选 2 支 238', points: ['不拔干', '黄皮显白', '沾杯少'], skus: [['01 正红', 520], ['03 豆沙', 680], ['07 枫叶', 410]] },
  { number: 23, title: '水光气垫 带替换装', price: 169, list: 259, floor: 139, special: 149, tag: '利润', offer: '买正装送替换', gifts: '替换芯 1 个', points: ['8 小时不脱', '养肤成分 60%', '三个色号'], skus: [['象牙白', 560], ['自然', 620], ['小麦', 180]] },
  { number: 26, title: '控油蓬松洗发水 500ml', price: 79, list: 118, floor: 62, special: 69, tag: '引流', offer: '2 瓶 139 元', points: ['48 小时蓬松', '无硅油', '头皮微生态'], skus: [['500ml', 1_420]] },
  { number: 28, title: '视黄醇晚安精华 15ml', price: 289, list: 399, floor: 239, tag: '形象', offer: '送修护霜', gifts: '修护霜 15g', points: ['0.3% 视黄醇', '三周建立耐受', '晚上用，白天防晒'], skus: [['15ml', 430]] },
  { number: 30, title: '臻享抗老礼盒 五件套', price: 1_299, list: 1_999, floor: 1_099, tag: '形象', offer: '分期免息', gifts: '真丝眼罩', points: ['水、乳、精华、霜、眼霜', '送礼体面', '专柜同款'], skus: [['五件套', 90]], perBuyer: 2 },
];

const yuan = (amount: number): number => Math.round(amount * 100);
const skuOf = (number: number, index: number): string => `MZ${String(number).padStart(3, '0')}-${index + 1}`;

const listingOf = ({ number, title, price, list, floor, tag, offer, gifts, points, skus, perBuyer }: Product): ListingInput => ({
  number,
  title,
  price: yuan(price),
  listPrice: yuan(list),
  floorPrice: yuan(floor),
  tag,
  offer,
  sellingPoints: points,
  ...(gifts === undefined ? {} : { gifts }),
  ...(perBuyer === undefined ? {} : { maxPerBuyer: perBuyer }),
  skus: skus.map(([name, stock, own], index) => ({ sku: skuOf(number, index), name, stock, ...(own === undefined ? {} : { price: yuan(own) }) })),
});

/** The demo's usual and special price of a link number, in minor units; undefined where it has no special one. */
export function pricesOf(number: number): { usual: number; special: number } | undefined {
  const product = PRODUCTS.find((each) => each.number === number);
  return product?.special === undefined ? undefined : { usual: yuan(product.price), special: yuan(product.special) };
}

export const demoListings = (): ListingInput[] => PRODUCTS.map(listingOf);

export const HOSTS = ['林溪', '苏禾'] as const;

const SEGMENTS: readonly [kind: '开场' | '产品介绍' | '互动' | '福利' | '促单' | '结尾', title: string, minutes: number, target: number][] = [
  ['开场', '开场', 6, 10_000],
  ['产品介绍', '护肤主推', 44, 110_000],
  ['福利', '福利专场', 25, 75_000],
  ['互动', '互动答疑', 15, 20_000],
  ['产品介绍', '彩妆与洗护', 60, 140_000],
  ['福利', '整点福利', 30, 85_000],
  ['促单', '最后返场', 45, 130_000],
  ['结尾', '结尾', 15, 30_000],
];

/** The demo show as it is created. */
export function demoShow(id: string): NewShow {
  return {
    id,
    title: '双11 美妆专场',
    currency: 'CNY',
    host: HOSTS[0],
    demo: true,
    plannedMinutes: SEGMENTS.reduce((sum, [, , minutes]) => sum + minutes, 0),
    gmvTarget: yuan(SEGMENTS.reduce((sum, [, , , target]) => sum + target, 0)),
    listings: demoListings(),
    segments: SEGMENTS.map(([kind, title, minutes, target]) => ({ kind, title, minutes, target: yuan(target) })),
  };
}
