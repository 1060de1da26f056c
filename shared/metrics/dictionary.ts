import { COL, KIND } from './columns.ts';
import { DEDUPE_TEXT, WINDOW_TEXT, builders, type Metric, type Slice } from './metric.ts';

export { UNITS, type Metric, type Slice, type Text, type Unit } from './metric.ts';

const a = builders('audience');
const e = builders('engagement');
const c = builders('commerce');
const money = { unit: 'money', dedupe: DEDUPE_TEXT.order } as const;
const order = { dedupe: DEDUPE_TEXT.order } as const;
const ratio = { series: 'ratio' } as const;
const SHOP: readonly Slice[] = ['show', 'source', 'shift', 'listing', 'sku'];
const SOLD: readonly Slice[] = [...SHOP, 'deal'];

const AUDIENCE: Metric[] = [
  a.own('online', '在线人数', 'Online now', {
    zh: '进入减离开，按事件时间逐秒累计；某数据源给出 audience.sampled 后只用其采样（时间最大者），多个数据源相加',
    en: 'Entries minus exits by event time; of a feed that gives audience.sampled only its samples, the one with the greatest time. Feeds add up.',
  }, { series: 'level', per: ['show', 'source'], sampled: true }),
  a.own('entersPerMin', '每分钟进入', 'Entering per minute', { zh: '最近60秒的进入次数', en: 'Entries in the last 60 s.' }, { window: WINDOW_TEXT.minute }),
  a.own('leavesPerMin', '每分钟离开', 'Leaving per minute', { zh: '最近60秒结束了一次观看的离开次数', en: 'Exits that ended a view, in the last 60 s.' }, { window: WINDOW_TEXT.minute, better: 'down' }),
  a.own('peakOnline', '最高在线', 'Peak online (PCU)', { zh: '在线人数逐秒的最大值', en: 'The greatest online figure of any second.' }, { per: ['show', 'shift'], window: WINDOW_TEXT.sum }),
  a.own('averageOnline', '平均在线', 'Average online (ACU)', {
    zh: '逐秒在线人数之和 ÷ 秒数，从开播到最后一个事件或结束',
    en: 'Sum of the online figure of every second ÷ seconds, from the start to the last event or the end.',
  }, { unit: 'averageCount', per: ['show', 'shift'], window: WINDOW_TEXT.sum }),
  a.people('viewers', KIND.entered, '观看人数', 'Viewers', { zh: '进入过直播间的去重人数（场观、UV）', en: 'Distinct people who entered.' }, {
    window: {
      zh: '全场：进入过的人；窗口内：在场的人（尚未离开，或窗口内有进入、离开或任何行为）；按主播班次：本班有任何行为的人',
      en: 'Show: who entered. In a window: who was present in it (a view still open, or an entry, exit or any act inside). Per shift: who did anything in it.',
    },
  }),
  a.sum('views', COL.enters, '观看次数', 'Views', { zh: '进入次数，重复进入另计（PV）', en: 'Entries, re-entries counted.' }),
  a.sum('impressions', COL.impressions, '曝光次数', 'Impressions', { zh: '直播间被展示的次数', en: 'Times the room was shown.' }),
  a.people('impressionUsers', KIND.impressed, '曝光人数', 'People reached', { zh: '看到直播间入口的去重人数', en: 'Distinct people the room was shown to.' }),
  a.rate('entryRate', 'viewers', 'impressionUsers', '进入率', 'Entry rate', { zh: '观看人数 ÷ 曝光人数', en: 'viewers ÷ impressionUsers' }),
  a.own('watchSeconds', '观看总时长', 'Watch time', {
    zh: '每次观看的整秒之和；再次进入结束上一次；多余的离开不计；未结束的计到最后一个事件或结束',
    en: 'Whole seconds of all views. A re-entry ends the view before; an unmatched exit is ignored; an open view counts to the last event or the end of the show.',
  }, { unit: 'seconds', per: ['show', 'source', 'shift'], window: WINDOW_TEXT.sum, series: 'sum' }),
  a.rate('averageWatch', 'watchSeconds', 'viewers', '人均停留', 'Average watch time', { zh: '观看总时长 ÷ 观看人数', en: 'watchSeconds ÷ viewers' }, { unit: 'averageSeconds' }),
  a.sum('longViews', COL.longViews, '超1分钟观看', '60 s views', {
    zh: '持续不少于60秒的观看次数，计在满60秒的那一秒', en: 'Views that lasted at least 60 s, counted in the second they reached it.',
  }),
  a.rate('longViewRate', 'longViews', 'views', '超1分钟观看率', '60 s view rate', { zh: '超1分钟观看 ÷ 观看次数', en: 'longViews ÷ views' }, ratio),
  a.people('longViewers', KIND.stayed, '停留≥60秒人数', 'People who stayed 60 s', { zh: '至少有一次观看不少于60秒的去重人数', en: 'Distinct people with a view of at least 60 s.' }, {
    per: ['show', 'source'], sampled: false, window: { zh: '仅全场', en: 'The whole show only.' },
  }),
  a.sum('newFollows', COL.follows, '新增粉丝', 'New follows', { zh: '关注次数', en: 'Follows.' }),
  a.rate('followRate', 'newFollows', 'viewers', '转粉率', 'Follow rate', { zh: '新增粉丝 ÷ 观看人数', en: 'newFollows ÷ viewers' }),
];

const ENGAGEMENT: Metric[] = [
  e.sum('comments', COL.comments, '评论数', 'Comments', { zh: '评论条数', en: 'Comments posted.' }),
  e.people('commenters', KIND.commented, '评论人数', 'Commenters', { zh: '评论过的去重人数', en: 'Distinct people who commented.' }),
  e.sum('likes', COL.likes, '点赞数', 'Likes', { zh: '点赞次数，可按次数上报', en: 'Likes; may arrive counted.' }),
  e.sum('shares', COL.shares, '分享数', 'Shares', { zh: '分享次数', en: 'Shares.' }),
  e.rate('commentRate', 'commenters', 'viewers', '评论率', 'Comment rate', { zh: '评论人数 ÷ 观看人数', en: 'commenters ÷ viewers' }),
  e.people('engagedViewers', KIND.engaged, '互动人数', 'Engaged viewers', { zh: '评论、点赞、分享或关注过的去重人数', en: 'Distinct people with a comment, like, share or follow.' }),
  e.rate('engagementRate', 'engagedViewers', 'viewers', '互动率', 'Engagement rate', { zh: '互动人数 ÷ 观看人数', en: 'engagedViewers ÷ viewers' }),
  e.own('wantUsers', '扣1人数', 'People asking (扣1)', {
    zh: '最近60秒内，评论去掉首尾空白后恰为设定关键词或其重复的去重人数',
    en: 'Distinct people whose comment in the last 60 s is just a set keyword, or one repeated.',
  }, { window: WINDOW_TEXT.minute, dedupe: DEDUPE_TEXT.person }),
];

const COMMERCE: Metric[] = [
  c.sum('productImpressions', COL.shown, '商品曝光次数', 'Product impressions', { zh: '商品被展示的次数', en: 'Times products were shown.' }),
  c.people('productImpressionUsers', KIND.shown, '商品曝光人数', 'People shown products', { zh: '看到商品的去重人数', en: 'Distinct people shown a product.' }),
  c.sum('productClicks', COL.clicks, '商品点击次数', 'Product clicks', { zh: '商品点击次数', en: 'Product clicks.' }),
  c.people('clickUsers', KIND.clicked, '商品点击人数', 'Clickers', { zh: '点击过商品的去重人数', en: 'Distinct people who clicked a product.' }),
  c.rate('productCtr', 'productClicks', 'productImpressions', '商品点击率（次）', 'Product CTR', { zh: '商品点击次数 ÷ 商品曝光次数', en: 'productClicks ÷ productImpressions' }, { per: SHOP, ...ratio }),
  c.rate('productCtrUsers', 'clickUsers', 'productImpressionUsers', '商品点击率（人）', 'Product CTR, people', { zh: '商品点击人数 ÷ 商品曝光人数', en: 'clickUsers ÷ productImpressionUsers' }, { per: SHOP }),
  c.sum('favourites', COL.favourites, '商品收藏次数', 'Favourites', { zh: '商品收藏次数', en: 'Products favourited.' }),
  c.sum('cartAdds', COL.cartAdds, '加购次数', 'Add-to-cart', { zh: '加购次数', en: 'Times something was put in a cart.' }),
  c.sum('cartUnits', COL.cartUnits, '加购件数', 'Items added to cart', { zh: '加购件数，移出不扣减', en: 'Items put in carts; removals are not subtracted.' }),
  c.people('cartUsers', KIND.carted, '加购人数', 'People adding to cart', { zh: '加购过的去重人数', en: 'Distinct people who put something in a cart.' }),
  c.rate('addToCartRate', 'cartUsers', 'viewers', '加购率', 'Add-to-cart rate', { zh: '加购人数 ÷ 观看人数', en: 'cartUsers ÷ viewers' }),
  c.sum('ordersCreated', COL.ordersCreated, '下单数', 'Orders created', { zh: '开播到结束之间创建的订单；只见付款的订单按付款时间创建；定金单不计', en: 'Orders created between start and end; one of which only the payment is known was created then. Deposits apart.' }, order),
  c.people('createdUsers', KIND.created, '下单人数', 'People ordering', { zh: '创建过订单的去重人数', en: 'Distinct people who created an order.' }, { per: ['show', 'source', 'shift'] }),
  c.sum('createdAmount', COL.createdAmount, '下单金额', 'Amount created', { zh: '所创建订单的金额', en: 'Amount of the orders created.' }, money),
  c.sum('unpaidOrders', COL.unpaidOrders, '待支付订单', 'Unpaid orders', { zh: '已创建、未支付、未取消的订单，计在创建那一秒', en: 'Created, not paid, not cancelled; in the second of creation.' }, { ...order, better: 'down' }),
  c.sum('unpaidAmount', COL.unpaidAmount, '待支付金额', 'Unpaid amount', { zh: '待支付订单的金额', en: 'Amount of the unpaid orders.' }, { ...money, better: 'down' }),
  c.sum('orders', COL.orders, '成交订单', 'Paid orders', { zh: '已支付的订单，计在支付那一秒；取消不扣减，见退款', en: 'Orders paid, in the second of payment; a later cancellation is a refund.' }, { ...order, per: SOLD }),
  c.people('buyers', KIND.bought, '成交人数', 'Buyers', { zh: '支付过订单的去重人数', en: 'Distinct people who paid an order.' }, { per: SOLD }),
  c.sum('units', COL.units, '成交件数', 'Items sold', { zh: '已支付订单的件数', en: 'Items of the paid orders.' }, { ...order, per: SOLD }),
  c.sum('gmv', COL.gmv, '成交金额', 'GMV', {
    zh: '买家实付，含运费，不含平台补贴与定金；计在支付那一秒；须在开播至结束间创建，并在结束后24小时（可设）内支付；从未开播的场次计全部',
    en: 'What buyers paid, shipping included, platform subsidy and deposits apart, at payment; for orders created between start and end and paid by end + 24 h (a setting). A show never started counts its whole input.',
  }, { ...money, per: SOLD }),
  c.own('gmvPerMin', '每分钟成交', 'GMV per minute', { zh: '最近60秒的成交金额', en: 'GMV of the last 60 s.' }, { ...money, window: WINDOW_TEXT.minute }),
  c.sum('refunds', COL.refunds, '退款笔数', 'Refunds', { zh: '不同 refundId 的退款，已付订单整单取消计一笔', en: 'Distinct refunds; a paid order cancelled is one.' }, { ...order, better: 'down' }),
  c.sum('refundAmount', COL.refundAmount, '退款金额', 'Refunded', { zh: '退款金额，每单不超过实付；已付订单取消按全额', en: 'Money going back, per order at most what was paid; a paid order cancelled goes back whole. Listings share it by amount.' }, { ...money, better: 'down' }),
  c.rate('refundRate', 'refundAmount', 'gmv', '退款率', 'Refund rate', { zh: '退款金额 ÷ 成交金额', en: 'refundAmount ÷ gmv' }, { per: SHOP, better: 'down', ...ratio }),
  c.own('netSales', '净成交', 'Net sales', { zh: '成交金额 − 退款金额', en: 'gmv − refundAmount' }, { ...money, per: SHOP, window: WINDOW_TEXT.sum, series: 'sum' }),
  c.rate('createToPayRate', 'orders', 'ordersCreated', '支付率', 'Create → pay', { zh: '成交订单 ÷ 下单数', en: 'orders ÷ ordersCreated' }, { per: SHOP, ...ratio }),
  c.rate('clickToPayRate', 'buyers', 'clickUsers', '点击成交率（人）', 'Click → pay', { zh: '成交人数 ÷ 商品点击人数', en: 'buyers ÷ clickUsers' }, { per: SHOP }),
  c.rate('ctor', 'orders', 'productClicks', '点击成交率（次）', 'CTOR', { zh: '成交订单 ÷ 商品点击次数', en: 'orders ÷ productClicks' }, { per: SHOP, ...ratio }),
  c.rate('conversionRate', 'buyers', 'viewers', '观众成交率', 'Viewer conversion', { zh: '成交人数 ÷ 观看人数', en: 'buyers ÷ viewers' }),
  c.rate('spendPerBuyer', 'gmv', 'buyers', '客单价', 'GMV per buyer', { zh: '成交金额 ÷ 成交人数', en: 'gmv ÷ buyers' }, { per: SOLD, unit: 'averageMoney' }),
  c.rate('aov', 'gmv', 'orders', '笔单价', 'Average order value', { zh: '成交金额 ÷ 成交订单', en: 'gmv ÷ orders' }, { per: SOLD, unit: 'averageMoney', ...ratio }),
  c.rate('uvValue', 'gmv', 'viewers', 'UV价值', 'UV value', { zh: '成交金额 ÷ 观看人数', en: 'gmv ÷ viewers' }, { unit: 'averageMoney' }),
  c.rate('gpm', 'gmv', 'views', '千次观看成交', 'GPM', { zh: '成交金额 × 1000 ÷ 观看次数', en: 'gmv × 1000 ÷ views' }, { unit: 'averageMoney', times: 1000, ...ratio }),
  c.rate('showGpm', 'gmv', 'impressions', '千次曝光成交', 'GPM by impressions', { zh: '成交金额 × 1000 ÷ 曝光次数', en: 'gmv × 1000 ÷ impressions' }, { unit: 'averageMoney', times: 1000, ...ratio }),
  c.people('newBuyers', KIND.boughtFirst, '新客', 'New buyers', { zh: '有首单（firstOrder）成交的去重人数', en: 'Distinct buyers with a firstOrder order.' }, { per: ['show', 'source', 'shift'] }),
  c.sum('fanGmv', COL.fanGmv, '粉丝成交额', 'GMV of followers', { zh: '任一次进入带 follower 标记的人的成交金额', en: 'GMV of people any of whose entries says follower.' }, { ...money, per: ['show', 'source', 'shift'] }),
  c.rate('fanGmvShare', 'fanGmv', 'gmv', '粉丝成交占比', 'Followers’ share', { zh: '粉丝成交额 ÷ 成交金额', en: 'fanGmv ÷ gmv' }, ratio),
  c.sum('dealGmv', COL.dealGmv, '活动成交额', 'Deal GMV', { zh: '活动行的成交金额；未写明活动、但在活动时段内以活动价成交的行归入该活动（推断）', en: 'GMV of deal lines; a line that names none but paid a deal’s price inside its window belongs to it, inferred.' }, money),
  c.sum('dealOrders', COL.dealOrders, '活动订单', 'Deal orders', { zh: '含活动行的成交订单', en: 'Paid orders with a deal line.' }, order),
  c.rate('dealGmvShare', 'dealGmv', 'gmv', '活动成交额占比', 'Deal share of GMV', { zh: '活动成交额 ÷ 成交金额', en: 'dealGmv ÷ gmv' }, { per: SHOP, better: 'none', ...ratio }),
  c.rate('dealOrderShare', 'dealOrders', 'orders', '活动订单占比', 'Deal share of orders', { zh: '活动订单 ÷ 成交订单', en: 'dealOrders ÷ orders' }, { per: SHOP, better: 'none', ...ratio }),
  c.sum('subsidy', COL.subsidy, '平台补贴', 'Platform subsidy', { zh: '成交订单的平台补贴，不计入成交金额', en: 'Platform subsidy of the paid orders, outside GMV.' }, { ...money, per: ['show', 'source', 'shift'] }),
  c.sum('deposits', COL.deposits, '定金单', 'Deposits', { zh: '已支付的定金单，不计入成交', en: 'Deposits paid, outside paid orders.' }, { ...order, per: ['show', 'source', 'shift'] }),
  c.sum('depositAmount', COL.depositAmount, '定金金额', 'Deposit amount', { zh: '已支付的定金', en: 'Amount of the deposits paid.' }, { ...money, per: ['show', 'source', 'shift'] }),
  c.own('spend', '投流消耗', 'Ad spend', { zh: 'spend.sampled 每数据源每来源的最新累计，相加', en: 'The newest spend.sampled of each feed and source, added up.' }, { unit: 'money', per: ['show', 'source', 'shift'], window: WINDOW_TEXT.sum, better: 'none' }),
  c.own('attributedGmv', '投流归因成交', 'Attributed GMV', { zh: 'spend.sampled 上报的归因成交累计', en: 'The platform’s attributed GMV, from spend.sampled.' }, { unit: 'money', per: ['show', 'source', 'shift'], window: WINDOW_TEXT.sum }),
  c.rate('roi', 'gmv', 'spend', 'ROI', 'ROI', { zh: '成交金额 ÷ 投流消耗', en: 'gmv ÷ spend' }, { unit: 'multiple' }),
  c.rate('costPerViewer', 'spend', 'viewers', 'UV成本', 'Cost per viewer', { zh: '投流消耗 ÷ 观看人数', en: 'spend ÷ viewers' }, { unit: 'averageMoney', better: 'down' }),
];

const ON_AIR: Metric[] = [
  c.own('airSeconds', '讲解时长', 'Time on air', { zh: '该商品在讲解中的秒数之和', en: 'Seconds this listing was on air.' }, { unit: 'seconds', per: ['listing'], better: 'none' }),
  c.own('airViewers', '讲解时平均在线', 'Viewers while on air', { zh: '讲解期间逐秒在线人数之和 ÷ 讲解秒数', en: 'Sum of the online figure of every second on air ÷ those seconds.' }, { unit: 'averageCount', per: ['listing'] }),
  c.own('gmvPerAirMinute', '每讲解分成交', 'GMV per minute on air', { zh: '该商品全场成交金额 × 60 ÷ 讲解秒数', en: 'The listing’s GMV of the show × 60 ÷ its seconds on air.' }, { unit: 'averageMoney', per: ['listing'] }),
];

/** Every metric there is, in the order a person would read them. */
export const DICTIONARY: readonly Metric[] = [...AUDIENCE, ...ENGAGEMENT, ...COMMERCE, ...ON_AIR];
export const METRIC: ReadonlyMap<string, Metric> = new Map(DICTIONARY.map((metric) => [metric.id, metric]));

/** The metrics of one slice. */
export const metricsOf = (slice: Slice): readonly Metric[] => DICTIONARY.filter(({ per }) => per.includes(slice));

/** Ids a platform may sample. */
export const SAMPLEABLE: ReadonlySet<string> = new Set(DICTIONARY.filter(({ sampled }) => sampled).map(({ id }) => id));

/** 漏斗, in people: the main steps, and those beside it. */
export const FUNNEL = {
  steps: ['impressionUsers', 'viewers', 'productImpressionUsers', 'clickUsers', 'buyers'],
  beside: ['longViewers', 'cartUsers', 'createdUsers'],
} as const;
