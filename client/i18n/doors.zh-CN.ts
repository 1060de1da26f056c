/** Words of coming in: signing in, pairing, people, sessions, keys, and the settings of server and show. */
export const doorsZh = {
  signIn: {
    title: '登录', page: '登录', name: '姓名', password: '密码', submit: '登录', working: '登录中', signOut: '退出登录', again: '登录已失效，请重新登录', away: '连不上服务器，稍后再试',
    wrong: '姓名或密码不对', wrongKey: '密钥不对，请核对后重试', linkUsed: '这个链接已用过或已过期。重启服务会给出新的链接。', consuming: '正在用一次性链接登录', wait: '试得太多了，{t} 后再试', waiting: '{t} 后可再试',
    other: '其他方式', useKey: '用管理密钥', usePassword: '用姓名和密码', key: '管理密钥', keyHint: '启动时设的 ADMIN_KEY', pair: '平板配对', link: '没有账号？', linkHint: '打开启动时终端里打印的一次性链接，就能建第一个管理员账号。',
    show: '显示密码', hide: '隐藏密码',
  },
  first: {
    title: '建第一个管理员账号', lead: '一次性链接只能用这一次。有了账号，下次用姓名和密码登录，也能给同事加账号。', submit: '创建并登录', working: '创建中', skip: '以后再说', skipHint: '现在可以照常使用；退出后要重启服务才有新的链接。',
    password: '密码，至少 {n} 个字符', short: '密码至少 {n} 个字符', noName: '请填写姓名', taken: '已有人用这个姓名',
  },
  pair: {
    page: '平板配对', title: '平板配对', lead: '在场控台或场次卡片上点「配对平板」，输入那里的六位数。', digits: '六位配对码', working: '正在配对', wrong: '配对码不对、已用过或已过期，请场控换一个新的', out: '这台平板已被移出，请场控重新配对', wait: '试得太多了，{t} 后再试',
    clear: '清除', signIn: '用账号登录', taken: '这台设备已登录为 {name}', takenLead: '配对会退出 {name}，把它变成一台平板。', go: '继续配对', stay: '不配对，返回', secretWrong: '二维码已用过或已过期。请场控换一个新的，或输入六位数。',
  },
  offer: {
    open: '配对平板', title: '配对平板', lead: '用平板扫码，或在平板打开 {address} 输入六位数。', role: '这台平板给', name: '平板名称', namePlaceholder: '如：1 号机位', host: '主播', hostHint: '看商品、价格、提词，按「收到」', assistant: '助播', assistantHint: '还能提词、置顶、急停',
    make: '出配对码', making: '正在出码', renew: '换一个码', expired: '这个码已过期', left: '{t} 后失效', once: '只能用一次', came: '{name} 已进入', cameLead: '{device} · {address}', another: '再配一台', qr: '配对二维码', paired: '已配对的平板', none: '还没有平板', remove: '移除',
    address: '平板访问的地址', localTitle: '平板现在连不上这台电脑', localLead: '服务只对本机开放。停掉它，用下面的命令重新启动，再打开终端里打印的局域网地址：', localAfter: '会对同一网络的设备开放登录页；页面和数据仍然要登录或配对。', here: '仍在本机打开', copy: '复制地址', copied: '已复制', code: '六位配对码',
  },
  roles: { admin: '管理员', controller: '场控', host: '主播', assistant: '助播', analyst: '复盘', key: '密钥' },
  roleHints: { admin: '所有场次，人员与密钥', controller: '自己参与的场次：讲解、改价、提词、开播下播', host: '主播屏：商品、价格、提词、收到', assistant: '主播屏，也能提词、置顶、急停、确认平台', analyst: '只看数据和复盘' },
  nav: { settings: '设置', shows: '场次', desk: '场控台', host: '主播屏', show: '本场设置', people: '人员', account: '我的账号', sessions: '登录设备', keys: 'API 密钥', log: '访问记录', server: '服务器', members: '本场人员', tablets: '平板', alerts: '告警阈值', sections: '设置分类', admin: '管理' },
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
  log: {
    title: '访问记录', lead: '谁进来了，谁被拒绝，谁改了谁的权限。', search: '姓名、地址、内容', time: '时间', what: '发生了什么', who: '谁', address: '地址', detail: '内容', more: '更早的', end: '没有更早的了', empty: '还没有记录', none: '没有含“{word}”的记录',
    event: {
      'signed-in': '登录', 'sign-in-refused': '登录被拒', 'signed-out': '退出', paired: '平板配对', 'pair-refused': '配对被拒', 'pairing-offered': '出了配对码', refused: '被拒绝', 'session-ended': '结束登录', 'password-changed': '改密码',
      'person-made': '加人', 'person-changed': '改人', 'person-removed': '移除人', 'member-added': '加进场次', 'member-removed': '移出场次', 'key-made': '新建密钥', 'key-removed': '删除密钥',
    },
  },
  server: {
    title: '服务器', lan: '局域网', open: '对局域网开放', closed: '只对本机开放', openLead: '同一网络里的任何设备都能打开登录页；页面和数据仍然要登录或配对。', closedLead: '平板和大屏连不上。要让它们连，停掉后用这条命令启动：', plain: '没有加密：只在信任的网络里用，或设置 TLS_CERT 和 TLS_KEY。', tls: '已加密（HTTPS）', addresses: '其他设备访问的地址',
    redis: 'Redis 断电会失去', failing: 'Redis 最近一次写盘失败，请看它的磁盘', durability: { always: '什么都不丢', second: '最多约一秒', system: '系统还没写盘的，通常几十秒', pictures: '上次快照之后的全部', none: '全部：没有持久化', unknown: '不知道：它不公开设置' }, advice: '建议 appendonly yes、appendfsync everysec',
  },
  alerts: {
    title: '告警阈值', lead: '到了这些数就告警。只对本场有效，直播中也能改。', save: '保存', saving: '保存中', saved: '已保存，{name} 改', reset: '恢复默认', off: '关', on: '开', standard: '默认 {value}', changed: '已改', unsaved: '{n} 项未保存', wrong: '填 0 或更大的数', offHint: '0 为关闭',
    unit: { count: '', percent: '%', seconds: '秒', minutes: '分钟', times: '倍', switch: '' },
  },
  card: { none: '还没有你参与的场次', noneLead: '请管理员在「本场人员」里加上你。', more: '更多', open: '打开 {title}' },
  common: { loading: '加载中', retry: '重试', cancel: '取消', close: '关闭', done: '完成', refused: '未执行：{why}', unknown: '没有收到明确答复，列表已刷新，请核对' },
};
