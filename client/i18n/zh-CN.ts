import { baseZh } from './base.zh-CN.ts';
import { logZh, panelZh } from './panel.zh-CN.ts';
import { actZh } from './act.zh-CN.ts';
import { dealZh, stockZh } from './deal.zh-CN.ts';
import { doorsZh } from './doors.zh-CN.ts';
import type { reviewZh } from './review.zh-CN.ts';
import type { settingsZh } from './settings.zh-CN.ts';

/** Words are the trade's own. The English file has the same shape, which the compiler checks. */
export const zh = {
  ...baseZh,
  shows: {
    openItems: '往期复盘还有 {n} 条行动项未完成',
    title: '场次', new: '新建场次', empty: '还没有场次', emptyLead: '新建一场，粘贴商品表，就能开播。', host: '主播', noHost: '未定主播', start: '开播', noStart: '未定时间',
    target: '目标', gmv: '成交金额', viewers: '观看人数', online: '在线', listings: '{n} 件商品', own: '自有', platform: '平台', open: '进入场控台', search: '场次、主播',
    groups: { live: '直播中', rehearsal: '彩排', planned: '待开播', ended: '已结束' }, startedAgo: '已播 {t}', lasted: '时长 {t}', planned: '{t} 开播', minutes: '{n} 分钟', recorded: '录制', recordedTitle: '这场只有录制：可看复盘和回放',
    bring: {
      open: '导入录制', lead: '选择在复盘页下载的录制文件。逐个文件核对，完整才导入。', drop: '把 {file} 拖到这里，或选择文件', choose: '选择文件', again: '换一个文件', sending: '正在上传 {percent}', checking: '正在核对…',
      wrong: {
        notRecording: '这不是录制文件：请选择在复盘页下载的 .changkong.tar', truncated: '文件不完整：请重新下载录制，导入整个文件', changed: '{file} 在路上损坏了：请重新下载录制', newer: '这个文件来自更新的版本：请先更新本服务器，再导入',
        unreadable: '录制和文件写的场次对不上：请到原服务器重新下载', diskFull: '磁盘已满，什么都没有留下：请在 DATA_DIR 腾出空间再导入', exists: '这里已有场次 {id}，不会覆盖：若是同一场，无需再导入；否则先删除那一场',
        elsewhere: '录制存放在另一个 DATA_DIR：请在共用它的服务器上导入', busy: '正在导入另一份录制：等它完成再试', tooLarge: '录制超过 32 GB，无法导入', lost: '上传中断，什么都没有留下：请检查网络后重试',
      },
    },
  },
  create: {
    title: '新建场次', basics: '基本信息', name: '场次名称', namePlaceholder: '如：双11 美妆专场', host: '主播', channel: '销售渠道', own: '自有店铺', ownHint: '库存与价格由本系统执行',
    platform: '平台小黄车', platformHint: '改价、秒杀由平台执行，本系统提示并等待确认', startsAt: '计划开播', length: '计划时长', minutes: '分钟', currency: '币种', target: '成交目标', copy: '复制上一场', copyNone: '不复制',
    copyHint: '带入商品、流程与设置', catalogue: '商品', run: '流程', submit: '创建场次', submitting: '创建中', summary: '{listings} 件商品 · {segments} 个环节 · {minutes} 分钟', needTitle: '请填写场次名称',
    badTarget: '目标金额不对，如 2000000 或 1999.90', badMinutes: '时长为 1 到 1,440 分钟',
  },
  catalogue: {
    lead: '从表格直接粘贴，或选择 CSV 文件。第一行是表头。', file: '选择 CSV 文件', paste: '链接号\t商品\tSKU\t规格\t价格\t划线价\t库存\n1\t氨基酸洁面乳 120g\tJM-120\t120g\t89\t129\t2140', template: '下载模板', clear: '清空',
    columns: '可用表头：链接号、商品、SKU、规格、价格、划线价、底价、库存、机制、赠品、标签', good: '可导入 {listings} 件商品、{skus} 个 SKU', bad: '{n} 行有问题，已跳过', line: '第 {line} 行', encoding: '编码 {name}', unreadable: '文件读不出来：{name}',
    mapped: '已识别', ignored: '忽略的列', number: '链接号', title: '商品', sku: 'SKU', variant: '规格', price: '价格', listPrice: '划线价', floorPrice: '底价', stock: '库存', offer: '机制', gifts: '赠品', tag: '标签',
    problem: {
      noHeader: '没有认出表头：至少要有商品、价格、SKU 三列', ragged: '这一行有 {got} 格，表头有 {want} 格', quote: '引号没有闭合', missing: '缺少{column}', money: '{column}“{value}”不是金额', whole: '{column}“{value}”不是整数',
      tag: '标签“{value}”应为 引流、利润 或 形象', duplicateSku: 'SKU“{value}”重复', numberTaken: '链接号 {value} 已用于另一件商品', floorAbove: '底价高于价格', tooMany: '一次最多 1,000 件商品', tooLong: '{column}太长',
    },
  },
  desk: {
    status: { live: '直播中', paused: '已暂停', planned: '未开播', ended: '已下播' }, demo: '演示', rehearsal: '彩排', back: '场次', host: '主播 {name}', shift: '第 {n} 班', segment: '环节', over: '超时 {t}', left: '剩 {t}', then: '接着 {title}',
    startsIn: '{t} 后开播', late: '晚于计划 {t}', peopleHere: '在场的人', screensHere: '共 {n} 屏', moreHere: '另有 {n} 屏',
    start: '开播', end: '下播', endTitle: '结束这场直播？', endLead: '下播后不再计入成交，无法撤销。请输入 {word} 确认。', endWord: '下播', endConfirm: '确认下播', endType: '输入“{word}”',
    run: '流程', find: '链接号、名称、SKU', found: '{n} / {all} 件', noMatch: '没有匹配的商品', noListings: '这场还没有商品', onAir: '讲解中', next: '下一件', taken: '讲过 {n} 次', shelved: '已下架', opening: '备货 {n}', take: '讲解 #{n}',
    tags: { traffic: '引流', profit: '利润', image: '形象' }, takeNext: '下一件 #{n}', noNext: '没有下一件', takeThis: '切到 #{n}',
    synced: '已同步', syncing: '同步中', screens: '已同步 {n} 屏', offline: '未连接', noAction: '还没有操作', keys: '键盘',
    link: { joining: '正在进入', reconnecting: '正在重连 · 数据是 {age}前的 · 指令已停用', restarting: '服务器重启中，马上回来 · 数据是 {age}前的 · 指令已停用', refusedTitle: '进不了这一场', signInAgain: '登录已失效，请重新登录' },
    data: '数据 {age}前', dataNone: '还没有数据', toDate: '全场 {value}', pace: '目标 {target}', totalGmv: '全场成交', ofTarget: '完成 {percent}', perMinute: '{value}/分', ordersN: '{n} 单', needed: '还需 {value}/分',
  },
  window: { label: '时间范围', show: '全场', '5m': '近5分钟', onair: '本次讲解' },
  metric: {
    pick: '换一个指标', picking: '给第 {n} 格选指标', definition: '定义', formula: '公式', unit: '单位', dedupe: '去重', window: '时间范围', precision: '精度', age: '数据', numerator: '分子', denominator: '分母', approximate: '含平台采样，为估计值', exact: '精确值', full: '完整数值',
    change: '变化', changed: '{change}，近5分钟较前5分钟', noChange: '无可比时段', stale: '{age}前', pickHint: '每人可选 8 个，保存在本机', resetTiles: '恢复默认指标', shown: '已显示', open: '{name}，{value}，打开定义', search: '搜指标', none: '没有匹配的指标',
    units: { count: '个', money: '金额（{currency}）', seconds: '秒', percent: '百分比', averageCount: '平均数', averageSeconds: '平均时长', averageMoney: '平均金额（{currency}）', multiple: '倍' }, groups: { audience: '观众', engagement: '互动', commerce: '成交' },
  },
  trend: { title: '走势', first: '第一条线', second: '第二条线', span: '时段', m15: '15 分钟', m60: '1 小时', all: '全场', actions: '竖线为操作', gap: '无数据', none: '还没有可画的数据', perStep: '每点 {t}', perMinute: '{name}/分', label: '走势图：{first} 与 {second}' },
  funnel: { title: '漏斗 · 人数', steps: { impressionUsers: '曝光', viewers: '进入', productImpressionUsers: '商品曝光', clickUsers: '商品点击', buyers: '成交' }, longViewers: '≥60秒', cartUsers: '加购', createdUsers: '下单', rate: '上一步的 {percent}' },
  table: { title: '商品数据', listing: '商品', columns: '列', columnsTitle: '表格列', sortBy: '按{name}排序' },
  column: {
    productImpressions: '曝光', productImpressionUsers: '曝光人数', productClicks: '点击', clickUsers: '点击人数', productCtr: '点击率', productCtrUsers: '点击率(人)', cartAdds: '加购次', cartUnits: '加购件', cartUsers: '加购', ordersCreated: '下单', createdAmount: '下单额', unpaidOrders: '待付单', unpaidAmount: '待付额', orders: '成交单',
    buyers: '成交', units: '件数', gmv: 'GMV', gmvPerAirMinute: '每讲解分', airSeconds: '讲解', airViewers: '讲解在线', favourites: '收藏', refunds: '退款单', refundAmount: '退款额', refundRate: '退款率', clickToPayRate: '成交率(人)', ctor: 'CTOR', createToPayRate: '支付率', spendPerBuyer: '客单', aov: '笔单', netSales: '净成交',
  },
  panel: panelZh,
  feed: { none: '还没有数据源接入', noneLead: '用 POST /api/v1/shows/:id/events 接入，或 npm run simulate 试跑。', ok: '正常', stale: '{age} 没有消息', events: '{n} 条', duplicates: '重复 {n}', interval: '每 {t} 一次', samples: '含采样', gaps: '断流 {n} 次', gap: '{from} – {to}，{t}', last: '{age}前' },
  log: logZh,
  keys: { title: '键盘', hint: '在输入框和输入法里不生效' },
  act: actZh,
  deal: dealZh,
  stock: stockZh,
  doors: doorsZh,
};

type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
/** All there are: those of the settings are fetched by their pages alone. */
export type Messages = Words<typeof zh & { settings: typeof settingsZh; review: typeof reviewZh }>;
/** What the desk and the shows say. */
export type DeskMessages = Words<typeof zh>;
