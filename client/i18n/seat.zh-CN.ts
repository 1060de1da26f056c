/** All that the wall and the overlay say. */
export const seatZh = {
  wall: '大屏', overlay: '直播画面', demo: '演示', rehearsal: '彩排',
  planned: '未开播', live: '直播中', paused: '暂停', ended: '已结束', stopped: '已急停', startsIn: '{t} 后开播', late: '已过计划 {t}', host: '主播 {name}',
  gmv: '成交金额', online: '在线', viewers: '场观', orders: '成交订单', age: '{age}前', noFeed: '没有数据源',
  target: '目标 {value}', noTarget: '未设目标', done: '完成 {percent}', ahead: '领先 {value}', behind: '落后 {value}', needed: '每分钟还需 {value}', reached: '目标已达成',
  top: '成交前五', noSales: '还没有成交', onAir: '讲解中', nothing: '还没有上链接', air: '已讲 {t}',
  deal: '秒杀', opensIn: '后开抢', endsIn: '后结束', soldOut: '已抢光', left: '还剩 {n} 件', taken: '已抢 {percent}', lot: '共 {n} 件', others: '另有 {n} 场秒杀', byPlatform: '余量以平台为准',
  few: '仅剩 {n} 件', none: '已售罄', from: '起', then: '秒杀价',
  lost: '连接断开 · 数据是 {age}前的', restarting: '服务器重启中，马上回来 · 数据是 {age}前的', joining: '连接中', connected: '已连接', refused: '打不开', refusedLead: '链接已被移除、已过期或不完整。请场控在本场设置的「大屏与画面」里新建。',
  take: '{by} 上了 #{number} {subject}', dealStart: '{by} 开始 #{number} 的秒杀', dealExtend: '{by} 给 #{number} 的秒杀追加', dealStop: '{by} 结束 #{number} 的秒杀', segment: '{by} 进入环节 {subject}', hostChange: '{by} 换主播：{subject}',
  start: '{by} 开播', pause: '{by} 暂停', resume: '{by} 继续', stop: '{by} 急停', lift: '{by} 解除急停', end: '{by} 下播',
};
