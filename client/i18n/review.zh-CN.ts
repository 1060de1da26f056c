/** Words of the review. Names of tables, columns and actions are shared with its exports (shared/review/words.ts). */
export const reviewZh = {
  title: '复盘', soFar: '直播未结束，截至 {t}', none: '这场还没有数据', noneLead: '开播后有了数据源，这里就会有内容。', desk: '场控台',
  target: '目标 {value}', ofTarget: '完成 {percent}', noTarget: '未设目标', hosts: '主播 {names}',
  best: '成交最好', worst: '成交最差', noSales: '没有成交的商品', everyListing: '商品不足，没有第二张榜',
  hours: '每小时成交', hour: '{from} – {to}', incidents: '事故', noIncidents: '没有断流、暂停或平台警告', open: '未恢复', supplement: '{n} 条',
  timeline: '走势', whole: '看全场', zoom: '拖选一段放大', marks: '竖线为操作，灰底为数据源中断',
  tables: '数据表', all: '全部指标', fewer: '主要指标', rows: '{n} 行', empty: '没有数据', sortBy: '按{name}排序', csv: '导出 CSV', xlsx: '导出 XLSX', json: '导出 JSON', exports: '导出',
  report: { open: '打印报告', title: '复盘报告', print: '打印 / 存为 PDF', number: '序', trend: '趋势 {value}', definitions: '口径', foot: '数据截至 {t} · 最后一条 {id}' },
  addUp: '按发生的那一秒计，只列可相加的指标；人数不可相加', compared: '{words}：后 5 分钟对前 5 分钟；按原趋势 = 前 5 分钟加上再前 5 分钟以来的变化',
  reconcile: {
    title: '对账', open: '对账', back: '返回复盘', lead: '上传平台导出的订单文件（CSV 或 XLSX），逐单核对本场成交，看清差在哪里。文件只用于这次核对，不会保存。',
    drop: '拖到这里，或选择文件', choose: '选择文件', another: '换一个文件', unreadable: '{name} 不是能读的表格：请从平台导出 CSV 或 XLSX 再试', noRows: '{name} 没有数据行', encoding: '按 {name} 读取', rows: '{n} 行',
    mapping: '哪一列是什么', absent: '文件没有', minor: '金额单位是分', zone: '时间按本机时区读取（{zone}）', needed: '先选出订单号和金额所在的列',
    fields: { orderId: '订单号', amount: '实付金额', state: '状态', at: '支付时间', refunded: '退款', subsidy: '平台补贴' },
    good: '可核对 {n} 行', bad: '跳过 {n} 行', line: '第 {line} 行', lineColumn: '行', more: '还有 {n} 行未列出',
    problem: { ragged: '有 {got} 格，表头有 {want} 格', quote: '引号没有闭合', missing: '缺少{field}', money: '{field}“{value}”不是金额', time: '{field}“{value}”不是时间', lostDigits: '{field}“{value}”被表格软件改成了科学计数，末位已丢失：请把该列设为文本后重新导出', tooLong: '{field}过长' },
    run: '开始核对', running: '正在核对…', notYet: '这场的录制还没写完：直播结束后几秒即可核对，请稍后再试',
    there: '平台文件', here: '本场', difference: '差额', orders: '{n} 单', period: '{from} 至 {to}', matched: '{n} 单一致', matchedAmount: '合计 {value}', differ: '{n} 单不一致', allMatch: '全部一致', bridge: '从平台文件到本场', refunded: '退款 {value}', subsidy: '补贴 {value}',
    reason: { refund: '退款口径', subsidy: '平台补贴', lines: '订单金额在每个 SKU 行重复', deposit: '只付了定金', outside: '不在本场时段下单', late: '付款过晚，不计入本场', day: '文件不含这一天（跨零点）', gap: '数据源中断期间', stateHere: '本场未付款或已取消', stateThere: '文件中未付款或已取消', notHere: '本场没有这单', notThere: '文件没有这单', amount: '金额不同，原因不明' },
    why: { refund: '一边的金额已扣退款，另一边没有', subsidy: '一边的金额含平台补贴，另一边不含', lines: '按订单号合并时会重复计算', deposit: '定金不计入成交金额', outside: '本场只计开播到下播之间创建的订单', late: '创建在本场，但付款超过了截止时间', day: '本场跨零点，而文件只导出了其中的日期', gap: '断流时没有收到这些订单：请让数据源补报', stateHere: '平台认为已付款：请让数据源补报付款', stateThere: '本场计入了：请核对平台状态', notHere: '平台有而数据源没有上报：请补报', notThere: '数据源上报了而平台没有：请核对订单号是否一致', amount: '请打开这一单核对明细' },
    list: '不一致的订单', all: '全部原因', column: { order: '订单号', there: '平台文件', here: '本场', delta: '差额', reason: '原因', at: '时间' }, state: { paid: '已付', unpaid: '未付', cancelled: '取消', refunded: '已退', partly: '部分退', deposit: '定金' }, none: '没有', shownOf: '金额最大的 {n} 单，共 {all} 单', csv: '导出 CSV',
  },
};
