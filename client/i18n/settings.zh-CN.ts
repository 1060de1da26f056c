/** Words of the settings: account, people, members, devices, keys, log, server, thresholds; and of the first account. */
export const settingsZh = {
  account: {
    title: '我的账号', lead: '在这台设备上你是 {name}，{role}。', language: '语言', change: '改密码', current: '现在的密码', next: '新密码，至少 {n} 个字符', save: '改密码', saving: '保存中', changed: '密码已改，其他设备上的登录已结束', wrong: '现在的密码不对', owner: '你用一次性链接或管理密钥登录，没有自己的账号。', make: '建一个账号',
    out: '退出登录', outHint: '只退出这台设备',
  },
  people: {
    title: '人员', lead: '每个人用自己的姓名和密码登录，操作记录里写的就是这个姓名。', add: '加人', adding: '添加中', name: '姓名', role: '角色', password: '初始密码，至少 {n} 个字符', passwordHint: '告诉本人，登录后自己改', make: '生成', approver: '可批准低于底价', approverAdmin: '管理员都可以', noPassword: '还不能登录',
    edit: '改', save: '保存', saving: '保存中', reset: '重设密码', resetLead: '{name} 会在所有设备上退出，用新密码重新登录。', resetDone: '{name} 的密码已重设', remove: '移除', removeTitle: '移除 {name}？', removeLead: '立刻退出所有设备，不再属于任何场次。操作记录保留。', removing: '移除中', you: '我', empty: '还没有人有账号', emptyLead: '加上场控、主播、助播，各自登录，谁做了什么就有记录。',
    taken: '已有人用这个姓名', last: '这是最后一位能登录的管理员，先给别人管理员', since: '{t} 加入', addTitle: '加人', editTitle: '改 {name}', given: '{name} 的登录', givenLead: '密码只在这里显示这一次。', search: '找人', openAdd: '加第一个人',
  },
  members: {
    title: '本场人员', lead: '谁能进这一场，以什么角色。管理员能进所有场次。', add: '加进本场', who: '选人', role: '在本场', own: '按本人角色', remove: '移出', empty: '除管理员外，还没有人在本场', only: '只有管理员能改', all: '所有人都在本场了', noPeople: '先在「人员」里加账号', working: '保存中', approver: '可批价',
  },
  sessions: {
    title: '登录设备', lead: '每台设备一条。结束后，那台设备五秒内断开。', mine: '我的', everybody: '所有人', tablets: '平板', current: '这台', device: '设备', address: '地址', seen: '最近', end: '结束', ending: '结束中', others: '结束其他所有', othersTitle: '结束其他 {n} 个登录？', othersLead: '除这台外，列出的设备都要重新登录或配对。', none: '没有其他登录', inShow: '只限 {title}', until: '{t} 到期', now: '刚刚', ended: '已结束 {n} 个',
  },
  keys: {
    title: 'API 密钥', lead: '给数据源和其他程序用。只显示一次，只存哈希。', add: '新建密钥', name: '用途', namePlaceholder: '如：抖音订单', scopes: '能做什么', show: '限哪一场', anyShow: '所有场次', create: '新建', creating: '新建中', made: '密钥已生成', madeLead: '现在复制保存：关掉就再也看不到了。', copy: '复制', copied: '已复制', done: '已保存', used: '{t} 用过', never: '没用过', remove: '删除', removeTitle: '删除密钥 {name}？', removeLead: '用它的程序立刻进不来。', removing: '删除中', empty: '还没有密钥', by: '{name} 建于 {t}', needName: '请写明用途', needScope: '至少选一项',
    scope: { ingest: '送数据', claims: '下单占库存', read: '读取', admin: '全部权限' }, scopeHint: { ingest: '向场次发送事件', claims: '占用、支付、取消', read: '读场次、数字、日志', admin: '等于管理员，小心保管' },
  },
  links: {
    lead: '大屏和直播画面用只读链接打开：看得见，什么也改不了。移除后五秒内断开。', add: '新建链接', empty: '还没有链接', by: '{name} 建于 {t}', never: '没打开过', opened: '{t} 打开过', needName: '请写明放在哪里', what: '给什么用', name: '放在哪里', namePlaceholder: '如：导播间电视、OBS 主机',
    role: { wall: '全屏数字，1080p 到 4K', overlay: '透明的商品条，叠在直播画面上' }, made: '链接已生成', madeLead: '现在复制：只显示这一次，只存哈希。丢了就移除重建。', address: '访问地址', hint: { wall: '在大屏的浏览器里打开，按 F11 全屏。登录保持 30 天。', overlay: '在 OBS 里加「浏览器」来源，粘贴这个地址，宽 1920、高 1080。' },
    removeTitle: '移除「{name}」？', removeLead: '用它打开的大屏或画面五秒内断开，再也打不开。', stock: '库存少于多少件时显示在画面上', stockHint: '没有秒杀时；默认 {n}，填 0 从不显示', obsTitle: '在 OBS 里添加直播画面',
    obs: { one: '来源 → 加号 → 浏览器，粘贴链接地址。', two: '宽 1920，高 1080；自定义 CSS 清空。', three: '不要勾选「不可见时关闭源」和「场景激活时刷新浏览器」：切场景时不会闪。', four: '把它放在最上层。没有商品在讲、急停或断线超过五秒，画面上什么都不显示。' },
  },
  log: {
    title: '访问记录', lead: '谁进来了，谁被拒绝，谁改了谁的权限。', search: '姓名、地址、内容', time: '时间', what: '发生了什么', who: '谁', address: '地址', detail: '内容', more: '更早的', end: '没有更早的了', empty: '还没有记录', none: '没有含“{word}”的记录',
    event: {
      'signed-in': '登录', 'sign-in-refused': '登录被拒', 'signed-out': '退出', paired: '平板配对', 'pair-refused': '配对被拒', 'pairing-offered': '出了配对码', refused: '被拒绝', 'session-ended': '结束登录', 'password-changed': '改密码',
      'person-made': '加人', 'person-changed': '改人', 'person-removed': '移除人', 'member-added': '加进场次', 'member-removed': '移出场次', 'key-made': '新建密钥', 'key-removed': '删除密钥',
      'link-made': '新建链接', 'link-removed': '移除链接', 'link-opened': '打开链接', 'link-refused': '链接被拒', 'recording-deleted': '删除场次', 'recording-imported': '导入录制',
    },
    details: {
      adminKey: '管理密钥', oneTimeLink: '一次性链接', linkOrKey: '链接或密钥', nameAndPassword: '姓名和密码', session: '登录已失效', key: '密钥无效', inShow: '{what} · 场次 {show}', view: '查看{what}', change: '改动{what}',
      name: '改名 {name}', approver: '可批准改价', noApprover: '不再可批准改价', password: '重设密码',
      subject: { shows: '场次', commands: '场次', events: '事件', tally: '数字', stock: '库存', claims: '占库存', holds: '占库存', journal: '流水', log: '日志', series: '走势', review: '复盘', reconcile: '对账', recording: '录制', recordings: '录制', items: '行动项', playback: '回放', export: '导出', metrics: '监控指标', server: '服务器', people: '人员', members: '本场人员', links: '链接', pairings: '配对', keys: '密钥', sessions: '登录设备', session: '密码', accessLog: '访问记录' },
      ask: { showJoin: '打开场次', showLeave: '离开场次', showCommand: '发操作', tallyAsk: '查看数字', clockAsk: '对时', wallJoin: '打开大屏', overlayJoin: '打开直播画面' },
    },
  },
  server: {
    title: '服务器', lan: '局域网', open: '对局域网开放', closed: '只对本机开放', openLead: '同一网络里的任何设备都能打开登录页；页面和数据仍然要登录或配对。', closedLead: '平板和大屏连不上。要让它们连，停掉后用这条命令启动：', plain: '没有加密：只在信任的网络里用，或去掉 TLS_SELF=off。', tls: '已加密（HTTPS）', fingerprint: '平板上看到的证书指纹应是（SHA-256）', setUp: '准备一台平板', addresses: '其他设备访问的地址',
    redis: 'Redis 断电会失去', failing: 'Redis 最近一次写盘失败，请看它的磁盘', durability: { always: '什么都不丢', second: '最多约一秒', system: '系统还没写盘的，通常几十秒', pictures: '上次快照之后的全部', none: '全部：没有持久化', unknown: '不知道：它不公开设置' }, advice: '建议 appendonly yes、appendfsync everysec',
  },
  alerts: {
    title: '告警阈值', lead: '到了这些数就告警。只对本场有效，直播中也能改。', save: '保存', saving: '保存中', saved: '已保存，{name} 改', reset: '恢复默认', off: '关', on: '开', standard: '默认 {value}', changed: '已改', unsaved: '{n} 项未保存', wrong: '填 0 或更大的数', offHint: '0 为关闭',
    unit: { count: '', percent: '%', seconds: '秒', minutes: '分钟', times: '倍', switch: '' },
  },
  first: {
    title: '建第一个管理员账号', lead: '一次性链接只能用这一次。有了账号，下次用姓名和密码登录，也能给同事加账号。', submit: '创建并登录', working: '创建中', skip: '以后再说', skipHint: '现在可以照常使用；退出后要重启服务才有新的链接。',
    password: '密码，至少 {n} 个字符', short: '密码至少 {n} 个字符', noName: '请填写姓名', taken: '已有人用这个姓名',
  },
};
