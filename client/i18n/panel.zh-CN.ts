/** Words of the desk's right-hand panels: comments, cues, alerts, what waits, 预案, the log. */
export const panelZh = {
  label: '面板', deals: '秒杀', stock: '库存', more: '更多面板', comments: '弹幕', cues: '提词', alerts: '告警', todo: '待办', plans: '预案', log: '日志', feeds: '数据源',
  filter: '过滤关键词，空格分隔', noComments: '还没有弹幕', noCommentsLead: '接入弹幕数据后显示在这里', noMatch: '没有含“{word}”的弹幕', hits: '{n} 条', fresh: '{n} 条新弹幕',
  cueIt: '提词', cueItHint: '把这条弹幕提给主播', cueEdit: '改一改再提', cued: '已提词', fromComment: '弹幕 {name}：{text}',
  want: {
    title: '扣1', people: '近60秒 {n} 人', hint: '只发这些词（或连发）的人数，去重', edit: '改关键词', words: '关键词，空格分隔', save: '保存',
  },
  screen: { desk: '场控台', host: '主播屏', wall: '大屏', overlay: '贴片', review: '复盘', api: '接口', test: '测试' },
  role: { admin: '管理员', controller: '场控', host: '主播', assistant: '助播', analyst: '复盘', key: '接口', wall: '大屏', overlay: '贴片' },
  cue: {
    hostOn: '主播屏 {n} 块在线', hostOff: '主播屏没连上，提词送不到', write: '给主播的话', writeHint: '⏎ 发送 · ⇧⏎ 换行', send: '提词', seconds: '停留', secondsShort: '{n} 秒', minutes: '{n} 分钟', tooLong: '超 {n} 字',
    forbidden: '违禁词：{words}', forbiddenLead: '可以发，但主播照念会违规', presets: '快捷提词', editPresets: '编辑', sent: '发过的', none: '还没有提词', noneLead: '写一句，或点快捷提词，主播屏立刻显示',
    state: { sent: '已发出', delivered: '已送达', seen: '已看到', acknowledged: '收到', expired: '无人应答' }, ackBy: '{name} 收到', ack: '收到', ackHint: '替主播按收到', again: '再发', toEdit: '放进输入框', expiresIn: '还留 {t}', now: '主播正在看', from: '{name} 发',
  },
  presets: {
    title: '快捷提词', lead: '这一场的人都能用；复制上一场时一起带入。', add: '加一条', text: '内容', seconds: '停留秒数', empty: '没有快捷提词', save: '保存', reset: '换回默认', up: '上移', remove: '删除',
    defaults: { price: '再报一遍价格和机制', link: '提醒点小黄车，在讲的这件', stock: '库存不多了，催单', interact: '和弹幕互动，点名回答', follow: '引导点关注、进粉丝团', pay: '提醒拍了没付的尽快付款', slow: '慢一点，讲清楚', next: '准备过下一件' },
  },
  alert: {
    none: '一切正常', noneLead: '断流、掉人、落后、超时、违禁词，出事会在这里说', ack: '知道了', acked: '{name} 已知 {time}', ago: '{t} 前', counts: '告警：红 {red}，黄 {amber}', feeds: '看数据源', edit: '去改商品', known: '已知 {n}', ended: '恢复后自动消失',
  },
  todos: {
    none: '没有待办', noneLead: '低于底价的改价、平台待执行的改价和上下架会排在这里', approvals: '等第二人批准', steps: '待平台执行', grant: '批准', granted: '批准后立刻生效', left: '剩 {t}', waiting: '已等 {t}', confirm: '平台已改',
    below: '低于底价 {floor}', by: '{name} 提', late: '该催了', label: '待办', counts: '待办：待批 {approvals}，待平台 {steps}',
    howTo: '去平台后台改好，再按“平台已改”',
  },
  plan: {
    lead: '一按就发，按顺序执行；下面写的就是要发的。', run: '执行 {n} 步', running: '执行中', edit: '编辑', add: '加预案', reset: '换回默认', empty: '没有预案', kinds: { outage: '断流', wrongPrice: '标错价', violation: '违规', hostChange: '换人', other: '其他' },
    cue: '提词“{text}”', missing: { onAir: '没有在讲的商品', host: '填下一位主播' }, host: '接班主播', unknown: '不认识的指令 {type}', would: '现在会被拒：{why}', reason: '原因：{reason}', state: { waiting: '未发', sending: '发送中', done: '已执行', refused: '未执行', unknown: '结果未知', skipped: '没发' },
    title: '预案', editTitle: '编辑预案', name: '名称', kind: '类型', words: '提词', steps: '指令', addStep: '加指令', save: '保存', remove: '删除预案', perShow: '存在这一场，在场的人共用', noSteps: '至少要有提词或一条指令', noListing: '（在讲的商品）', theHost: '（接班主播）',
    what: { show: { freeze: '急停：停售、清贴片', pause: '暂停直播', resume: '恢复直播' }, listing: { shelve: '下架 {listing}', unpin: '取消置顶 {listing}', pin: '置顶 {listing}', explain: '收起讲解卡' }, host: { change: '换主播为 {host}' } },
    defaults: {
      outage: { title: '断流', cue: '画面断了，先别报价，等我通知', reason: '断流' },
      wrongPrice: { title: '标错价', cue: '刚才的价格有误，先别报价，等我通知' },
      violation: { title: '违规', cue: '平台警告，刚才那句别再说，换个说法' },
      hostChange: { title: '换人', cue: '讲完手上这件，准备换人' },
    },
  },
  logs: {
    search: '人、商品、操作', refusedOnly: '只看被拒', refused: '被拒', older: '更早的', loading: '加载中', begin: '这一场的开始', none: '没有符合的记录', empty: '还没有操作', noRight: '你的角色看不到打开之前的记录', trouble: '记录没加载出来', searched: '已查到 {time}',
  },
};

export const logZh = {
  show: { created: '创建了场次', edited: '修改了场次设置', started: '开播', startedWith: '开播：{reason}', paused: '暂停：{reason}', resumed: '恢复：{reason}', ended: '下播', toldPast: '补记已播：{from} – {to}', frozen: '急停', unfrozen: '解除急停', rehearsed: '开了彩排' },
  host: { changed: '换主播 {before} → {after}' },
  listing: { added: '加了 {n} 件商品', edited: '改了 #{number}', taken: '切到 #{to}', switched: '#{from} → #{to}', priced: '改价 #{number}', shelved: '下架 #{number}', unshelved: '上架 #{number}', pinned: '置顶 #{number}', unpinned: '取消置顶 #{number}', explained: '弹讲解卡 #{number}', explainEnded: '收起讲解卡', reordered: '调整商品顺序' },
  deal: { planned: '排秒杀 #{number} {price}，{n} 件', replanned: '改秒杀 #{number}', dropped: '撤掉 #{number} 的秒杀 {price}', started: '秒杀开始 #{number} {price}，{n} 件', extended: '秒杀 #{number} 加时加量', shortened: '秒杀 #{number} 退回原来的时长和数量', stopped: '秒杀结束 #{number} {price}' },
  coupon: { recorded: '优惠券 {title} 减 {amount}' },
  draw: { recorded: '福袋 {prize}，{n} 份' },
  stock: { adjusted: '库存 {sku} {n}：{reason}', counted: '盘点 {sku} 为 {n}' },
  hold: { released: '释放未付占用' },
  segment: { started: '进入环节 {title}', skipped: '跳过环节 {title}', added: '加了 {n} 个环节', edited: '改了环节 {title}', reordered: '调整流程', restored: '恢复环节' },
  rhythm: { changed: '改了节奏 {label}', done: '节奏完成 {label}' },
  cue: { sent: '提词：{text}', acknowledged: '收到：{text}', delivered: '提词送达', seen: '主播看到提词' },
  alert: { acknowledged: '知道了：{kind}' },
  approval: { requested: '申请低于底价 {price}（底价 {floor}）', granted: '批准 {name} 的低价 {price}' },
  platform: { pended: '待平台执行 #{number} {what}', confirmed: '平台已改 #{number} {what}', withdrawn: '撤回平台待办 #{number}' },
  action: { undone: '撤销' },
  journal: { rewound: '数据回退：存储丢失了最近的记录' },
  field: { quantity: '数量', perBuyer: '每人限购', seconds: '时长（秒）', countdownSeconds: '预告（秒）', holdSeconds: '付款时限（秒）', endsAt: '结束', onHand: '实有', title: '名称', price: '价格', listPrice: '划线价', floorPrice: '底价', offer: '机制', gifts: '赠品', tag: '标签', host: '主播', gmvTarget: '目标', startsAt: '开播时间', plannedMinutes: '时长', number: '链接号', shelved: '上架状态', wantKeywords: '扣1关键词', cuePresets: '快捷提词', emergencyCards: '预案', thresholds: '告警阈值', sellingPoints: '卖点', imageUrl: '图片', maxPerBuyer: '限购', skus: '规格', checks: '开播清单', ownChecks: '自定清单', overlayStockBelow: '画面库存', lateHours: '尾款时限', minutes: '时长', target: '目标', kind: '环节', salesChannel: '销售渠道', listingId: '商品' },
  none: '无', on: '在架', off: '下架', items: '{n} 项',
};
