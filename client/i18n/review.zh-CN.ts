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
};
