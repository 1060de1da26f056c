/** Words of what people do from the desk: commands, why one is refused, what was done. */
export const actZh = {
  command: {
    show: { edit: '改场次设置', rehearse: '开彩排', start: '开播', pause: '暂停', resume: '恢复', end: '下播', freeze: '急停', unfreeze: '解除急停' },
    host: { change: '换主播' },
    listing: { take: '切商品', add: '加商品', edit: '改商品', price: '改价', pin: '置顶', unpin: '取消置顶', shelve: '下架', unshelve: '上架', reorder: '排商品', explain: '弹讲解卡' },
    segment: { add: '加环节', edit: '改环节', reorder: '排流程', start: '进环节', skip: '跳过环节' },
    rhythm: { set: '设节奏', done: '节奏完成' },
    cue: { send: '提词', acknowledge: '收到提词' },
    alert: { acknowledge: '知道了告警' },
    approval: { grant: '批准' },
    platform: { confirm: '平台已改' },
    undo: '撤销',
  },
  refusal: {
    staleOnAir: '{by} 刚切到 {onAir}，看一眼再按', nothingOnAir: '{by} 刚改过在讲的商品，看一眼再按', stale: '{by} 刚改过，看最新的再按', offShelf: '已下架，先上架', unchanged: '已经是这样了', planned: '还没开播', live: '已经开播了', paused: '正在暂停', ended: '已经下播了',
    red: '清单里有红项，写明原因才能开播', segmentDone: '这个环节已经走完', idle: '没有在走的环节', rehearsal: '这就是彩排', numberTaken: '链接号 {number} 已被占用', first: '之前没有可退回的', cannotUndo: '这一步撤销不了', full: '最多 {limit} 个，先去掉一个', pinsFull: '最多置顶 {limit} 件，先取消一件',
    belowFloor: '{price} 低于底价 {floor}，等第二人批准', frozen: '已急停，先解除', ownApproval: '自己的价要别人批',
  },
  toast: { done: '已执行', sending: '发送中', refused: '未执行', unknown: '结果未知，正在核对', lost: '没等到答复，看现状再定', undo: '撤销', undoKey: '撤销（Z）', close: '关掉这条', more: '另有 {n} 条', label: '刚才的操作' },
};
