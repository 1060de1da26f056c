/** Words of the host's tablet: read at two metres, so they are short. */
export const stageZh = {
  page: '主播屏', host: '主播', assistant: '助播', demo: '演示', rehearsal: '彩排', onAir: '讲解中', nothing: '还没有讲解商品', nothingLead: '场控切到商品后显示在这里', firstUp: '第一件', next: '下一件', noNext: '后面没有了', stock: '备货', more: '另 {n} 款', segment: '环节', over: '超时 {t}', left: '剩 {t}', online: '在线', gmv: '成交', target: '目标 {value}', hideMoney: '隐藏成交', showMoney: '显示成交', hidden: '已隐藏',
  status: { live: '直播中', paused: '已暂停', planned: '未开播', ended: '已下播' }, startsIn: '{t} 后开播', late: '晚于计划 {t}', planned: '等待开播', pausedWhy: '暂停：{reason}', ended: '本场已结束，辛苦了', frozen: '已急停：先别卖，等场控', lost: '连接断开 · 数据是 {age}前的', restarting: '服务器重启中，马上回来 · 数据是 {age}前的', stale: '数据 {age}没更新', joining: '正在进入', pending: '改价还没生效，仍报这个价', pendingShelf: '平台还没上架', 
  only: '仅剩 {n}', deal: '秒杀', dealOpens: '秒杀 {price} 倒数', dealGone: '抢完了', dealLeft: '还剩', dealEach: '每人限 {n} 件', dealOver: '秒杀结束，恢复 {price}', dealReady: '秒杀 {price} 已就位',
  got: '收到', sending: '发送中', done: '已收到', refused: '没发出去：{why}', unknown: '正在核对', cueFrom: '{name}', cueLeft: '{t} 秒', noCue: '场控的提词显示在这里', lastCue: '{time} {text}', lastGot: '{name} 已收到', missed: '没有回应', moreCues: '另有 {n} 条', offline: '没有连接，收不到也发不出',
  awake: '常亮', asleep: '会自动熄屏', asleepHint: '这个浏览器不允许网页保持常亮。请在平板的设置里把自动锁定设为“永不”。', awakeHint: '屏幕会保持常亮', exit: '场次', full: '全屏', gifts: '赠 {gifts}', mechanism: '机制', points: '卖点', shelved: '已下架，先别上', refusedTitle: '进不了这一场', back: '场次', repair: '重新配对',
};
