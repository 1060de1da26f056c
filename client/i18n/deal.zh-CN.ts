/** Words of deals: the panel, its form, and the platform's coupons and draws. */
export const dealZh = {
  plan: '计划秒杀', save: '存为计划', ask: '提交审批', edit: '改计划', editOf: '改 #{n} 的秒杀计划', drop: '删掉计划', openPlan: '展开 #{n} 的秒杀计划', plans: '其他计划', planned: '计划', armed: '已就位', willArm: '切到即就位', running: '进行中的秒杀', over: '已结束', onPlatform: '平台上正在发',
  none: '还没有秒杀', noneLead: '先计划好价格、数量、时长；切到这件商品，秒杀就位，按住开始', price: '秒杀价', quantity: '数量', canSell: '可卖 {n}', perBuyer: '每人限购', perBuyerN: '每人限 {n} 件', length: '时长', lengthHint: '5 或 5:00 是五分钟，0:30 是半分钟', countdown: '倒数', hold: '付款时限', holdHint: '抢到后多久内要付款，过时退回', times: '倒数 + 时长',
  minutes: '{n} 分', seconds: '{n} 秒', atOnce: '不倒数', units: '{n} 件', given: '让利 {amount}', formHint: '填好价格与数量，这里显示改动', incomplete: '标红的还不对', phase: { countdown: '倒数中', running: '进行中', soldOut: '抢完', ended: '到点结束', stopped: '提前结束' },
  through: '已付 {sold}，待付 {held}，剩 {left}，共 {all}', taken: '已抢', held: '待付 {n}', allTaken: '全部抢完', noSpeed: '刚开始', speed: '{n} 件/分', soldOutIn: '约 {t} 抢完', opensFor: '开抢后卖 {t}', untilStart: '距开抢', untilEnd: '距结束', stockShort: '库存只剩 {stock}，不够秒杀剩下的 {left} 件',
  plusMinutes: '+{n} 分钟', plusUnits: '+{n} 件', extendTime: '加时', extendUnits: '加量', stop: '结束', stopHow: '按住 0.6 秒，立刻结束', stands: '结束后：已付 {sold} 件照算，待付 {held} 件仍可付', result: '{taken} / {all} 件（{share}）', buyers: '{n} 人',
  holdStart: '按住开始', holdSend: '按住，去平台开', holdAsk: '按住提交审批', start: '秒杀',
  warn: { floor: '低于底价 {floor}，要第二人批准', floorCoupon: '叠加优惠券“{coupon}”后 {price}，低于底价 {floor}，要第二人批准', shelved: '商品已下架，先上架才能开', stock: '只有 {available} 件可卖，少于数量', notCheaper: '不比现价便宜', oneBuyer: '一个人就能抢完', platform: '要在平台上操作；确认前平板和贴片仍是原价' },
  bar: { idle: '秒杀', armed: '秒杀 {price}', running: '秒杀中', countdown: '倒数' },
  coupon: { short: '优惠券', title: '记一张优惠券', lead: '在平台发券后记在这里：走势图上有记号，底价按券后价算。', name: '名称', nameHint: '如：满199减20', amount: '减', threshold: '满', listings: '用于', all: '全场', onAir: '在讲的 #{n}', ends: '有效', forever: '不限时', conditions: '条件', conditionsHint: '如：粉丝团，每人一张', save: '记下' },
  draw: { short: '福袋', title: '记一个福袋', lead: '在平台发福袋后记在这里：走势图上有记号，同名的节奏提醒重新计时。', prize: '奖品', quantity: '份数', ends: '开奖', conditions: '条件', conditionsHint: '如：评论口令，关注主播', save: '记下', rhythm: '节奏“{label}”重新计时' },
};

/** Words of the ledger on the desk: stock by SKU, stock-take, unpaid claims. */
export const stockZh = {
  show: '看哪些', all: '全部', short: '偏低', unpaid: '催付', available: '可卖', held: '占用', sold: '已售', onHand: '在手 {n}', onHandName: '在手', cover: '够卖 {n} 分', coverName: '够卖(分)', underSafety: '低于安全库存 {n}', oversold: '超卖 {n} 件，赶紧补货或联系买家', unknown: '没有给库存', noneShort: '没有偏低的', row: '{name}，可卖 {available}，占用 {held}，已售 {sold}',
  sheet: '库存 {sku}', shared: '另有 {n} 件商品共用这份库存', how: '改法', adjust: '增减', count: '盘点', adjustHint: '+50 或 -3', countHint: '点到几件', adjustLabel: '增减多少件', countLabel: '点到多少件', adjustLead: '进货填正数，报损填负数', countLead: '数架上的货，待付的也算在内', reason: '原因', usual: { arrived: '到货', broken: '报损', moved: '调出', returned: '退货入库' }, countDiff: '（差 {n}）', doAdjust: '改库存', doCount: '按盘点改',
  claims: '单待付', amount: '金额', buyer: '买家', dueAt: '到期', copy: '复制名单', copied: '已复制', noHolds: '没有待付', noHoldsLead: '抢到还没付款的会列在这里，到点自动退回', holdsTrouble: '名单没取到，正在重试', moreHolds: '另有 {n} 单', release: '按住退回全部 {n} 单', releaseLead: '立刻放回可卖，买家要重新抢', frozenAsk: '还有 {n} 单待付，怎么办？', keep: '保留，仍可付款', releaseAll: '按住全部退回', released: '待付已全部退回', kept: '待付保留，到点自动退回',
};
