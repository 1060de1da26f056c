/** Words of coming in: signing in, pairing, people, sessions, keys, and the settings of server and show. */
export const doorsZh = {
  signIn: {
    title: '登录', page: '登录', name: '姓名', password: '密码', submit: '登录', working: '登录中', signOut: '退出登录', again: '登录已失效，请重新登录', away: '连不上服务器，稍后再试',
    wrong: '姓名或密码不对', wrongKey: '密钥不对，请核对后重试', linkUsed: '这个链接已用过或已过期。重启服务会给出新的链接。', consuming: '正在用一次性链接登录', wait: '试得太多了，{t} 后再试', waiting: '{t} 后可再试',
    other: '其他方式', useKey: '用管理密钥', usePassword: '用姓名和密码', key: '管理密钥', keyHint: '启动时设的 ADMIN_KEY', pair: '平板配对', link: '没有账号？', linkHint: '打开启动时终端里打印的一次性链接，就能建第一个管理员账号。',
    show: '显示密码', hide: '隐藏密码',
  },
  pair: {
    page: '平板配对', title: '平板配对', lead: '在场控台或场次卡片上点「配对平板」，输入那里的六位数。', digits: '六位配对码', working: '正在配对', wrong: '配对码不对、已用过或已过期，请场控换一个新的', out: '这台平板已被移出，请场控重新配对', wait: '试得太多了，{t} 后再试',
    clear: '清除', signIn: '用账号登录', taken: '这台设备已登录为 {name}', takenLead: '配对会退出 {name}，把它变成一台平板。', go: '继续配对', stay: '不配对，返回', secretWrong: '二维码已用过或已过期。请场控换一个新的，或输入六位数。',
  },
  tablet: {
    page: '准备平板', open: '第一次用这台平板？先做准备', title: '准备一台平板', lead: '每台平板做一次。之后页面走加密连接，屏幕可以常亮。',
    trust: '信任这台服务器', download: '下载证书', ipad: 'iPad', android: '安卓', ipadOne: '用 Safari 点上面的按钮，再点「允许」。', ipadTwo: '打开「设置」→「通用」→「VPN 与设备管理」，点「Changkong」，再点「安装」，输入平板的密码。', ipadThree: '打开「设置」→「通用」→「关于本机」→ 最下面的「证书信任设置」，打开「Changkong」的开关。',
    androidOne: '点上面的按钮，把文件存下来。', androidTwo: '打开「设置」，搜索「CA 证书」，选「安装」，再选刚下载的 ca.crt。', check: '安装时能看到证书的 SHA-256 指纹，应与服务器终端里打印的一致；不一致就不要装。', scope: '这个证书只对局域网地址有效，不能用来冒充任何网站。', none: '不用做：这台服务器没有自己签发证书。',
    pair: '配对', pairLead: '在场控台点「配对平板」，用平板扫码或输入六位数。', pairOpen: '打开配对页', home: '放到主屏幕', homeLead: '在主播屏点浏览器的「分享」→「添加到主屏幕」，以后从图标打开就是全屏。如果又要配对码，再配一次即可。', awake: '不要熄屏', awakeLead: '主播屏顶上写着「会自动熄屏」时：打开「设置」→「显示与亮度」→「自动锁定」，选「永不」。',
  },
  offer: {
    open: '配对平板', title: '配对平板', lead: '用平板扫码，或在平板打开 {address} 输入六位数。', role: '这台平板给', name: '平板名称', namePlaceholder: '如：1 号机位', host: '主播', hostHint: '看商品、价格、提词，按「收到」', assistant: '助播', assistantHint: '还能提词、置顶、急停',
    make: '出配对码', making: '正在出码', renew: '换一个码', expired: '这个码已过期', left: '{t} 后失效', once: '只能用一次', came: '{name} 已进入', cameLead: '{device} · {address}', another: '再配一台', qr: '配对二维码', paired: '已配对的平板', none: '还没有平板', remove: '移除',
    address: '平板访问的地址', localTitle: '平板现在连不上这台电脑', localLead: '服务只对本机开放。停掉它，用下面的命令重新启动，再打开终端里打印的局域网地址：', localAfter: '会对同一网络的设备开放登录页；页面和数据仍然要登录或配对。', here: '仍在本机打开', copy: '复制', copied: '已复制', code: '六位配对码',
  },
  roles: { admin: '管理员', controller: '场控', host: '主播', assistant: '助播', analyst: '复盘', key: '密钥', wall: '大屏', overlay: '直播画面' },
  roleHints: { admin: '所有场次，人员与密钥', controller: '自己参与的场次：讲解、改价、提词、开播下播', host: '主播屏：商品、价格、提词、收到', assistant: '主播屏，也能提词、置顶、急停、确认平台', analyst: '只看数据和复盘' },
  nav: { settings: '设置', shows: '场次', desk: '场控台', host: '主播屏', review: '复盘', show: '本场设置', people: '人员', account: '我的账号', sessions: '登录设备', keys: 'API 密钥', log: '访问记录', server: '服务器', members: '本场人员', tablets: '平板', links: '大屏与画面', alerts: '告警阈值', sections: '设置分类', admin: '管理' },
  card: { none: '还没有你参与的场次', noneLead: '请管理员在「本场人员」里加上你。', more: '更多', open: '打开 {title}' },
  common: { loading: '加载中', retry: '重试', cancel: '取消', close: '关闭', done: '完成', refused: '未执行：{why}', unknown: '没有收到明确答复，列表已刷新，请核对' },
};
