import { hashOf, type Random } from './random.ts';

/** What a comment can be about. */
export interface Topic {
  number: number;
  title: string;
  /** Major units, as people say them. */
  price: number;
  skuNames: readonly string[];
}

type Phrases = readonly [string, ...string[]];

const HELLO: Phrases = ['来了来了', '主播晚上好', '刚进来 讲到哪了', '终于赶上了', '第一次来', '蹲了好久', '老粉报到', '晚上好呀', '打卡', '今天人好多', '又来了', '吃完饭准时来', '主播今天好美', '关注了 求福利', '从短视频过来的'];
const CHAT: Phrases = ['主播声音好好听', '哈哈哈哈', '笑死', '主播喝口水吧', '这灯光好好看', '背景音乐叫什么', '我妈也在看', '冲冲冲', '支持支持', '主播皮肤真好', '我室友都种草了', '卡了一下', '声音有点小', '镜头拉近一点', '慢一点讲 没记住', '再讲一遍呗'];
const ASK: Phrases = ['{n}号多少钱', '{n}号链接在哪', '{n}号还有吗', '{n}号有赠品吗', '{noun}有小样吗', '{noun}保质期到什么时候', '主播试一下{n}号', '{n}号和上次一样吗', '{noun}孕妇可以用吗', '这个是正装吗', '什么时候发货', '发什么快递', '可以分期吗', '支持7天无理由吗', '送运费险吗', '新疆包邮吗', '双11当天会更便宜吗', '{noun}能和别的叠加吗', '两件有没有优惠', '凑单满减怎么算', '{sku}的还有吗', '{sku}和另一个规格哪个划算'];
const PRICE: Phrases = ['{price}能再便宜点吗', '{price}？拼单能减多少', '上次直播更便宜', '这个价可以', '{price}真的划算', '比旗舰店便宜', '专柜要贵好多', '先加购了 等券', '领了券多少', '为什么我这不是{price}', '价格给力', '学生党表示心动'];
const BOUGHT: Phrases = ['拍了', '已拍', '拍了两件', '下单了 快发货', '付款了', '{n}号已拍', '买了三次了 回购', '给我妈也拍了一份', '囤了', '{noun}空瓶回来的', '手慢无 抢到了', '拍完了 主播看一下备注', '第{times}次回购'];
const RUSH: Phrases = ['没抢到', '再上点库存', '怎么没了', '加库存加库存', '抢到了！', '秒没', '卡在付款了', '求再来一轮', '倒数的时候点不动', '还剩多少', '{price}冲了', '手速慢了', '我抢到两件哈哈'];
const WANT: Phrases = ['1', '1', '1', '1', '11', '111', '1111', '扣1', '要', '要要要', '扣1扣1', '要！', '11111'];

/** What people ask about a kind of product; the first of these words found in the title decides. */
const KINDS: readonly (readonly [word: string, noun: string, asks: Phrases])[] = [
  ['精华', '精华', ['精华早晚都能用吗', '敏感肌能用这个精华吗', '烟酰胺会不会刺激', '精华和水先用哪个', '用多久能看到效果', '痘印可以淡吗', '油皮会不会闷痘', '需要建立耐受吗']],
  ['洁面', '洁面', ['洗完紧绷吗', '能卸淡妆吗', '敏感肌能用吗', '起泡多吗', '男生可以用吗', '一支能用多久']],
  ['面膜', '面膜', ['面膜要洗吗', '几天敷一次', '敷完黏不黏', '面膜布是什么材质', '熬夜党表示需要', '一盒几片']],
  ['面霜', '面霜', ['冬天够润吗', '油皮会油吗', '30岁可以用吗', '能当晚霜吗', '细纹有用吗', '会搓泥吗']],
  ['眼霜', '眼霜', ['会长脂肪粒吗', '黑眼圈有用吗', '20多岁能用吗', '配套按摩头吗']],
  ['防晒', '防晒', ['防晒泛白吗', '会搓泥吗', '要卸妆吗', '军训够用吗', '防水吗', '学生党可以冲吗']],
  ['卸妆', '卸妆', ['眼唇能卸吗', '糊眼睛吗', '防水睫毛膏卸得掉吗', '要乳化吗']],
  ['唇', '口红', ['拔干吗', '黄皮能用吗', '沾杯吗', '有没有素颜色', '色号怎么选', '试下第二支']],
  ['气垫', '气垫', ['脱妆吗', '干皮卡粉吗', '哪个色号白一点', '带替换装吗', '遮瑕怎么样']],
  ['粉底', '粉底液', ['混油皮持妆多久', '黄一白用哪个色号', '会氧化吗']],
  ['水', '水', ['二次清洁可以用吗', '湿敷行不行', '有酒精吗', '黏吗', '大瓶能用几个月']],
  ['乳', '乳', ['夏天会不会厚重', '男朋友也能用吗', '吸收快吗']],
  ['香', '香水', ['留香多久', '什么味道 甜吗', '送女朋友合适吗', '有礼袋吗', '可以刻字吗']],
  ['礼盒', '礼盒', ['礼盒里都有什么', '送人有礼袋吗', '限量多少套', '能拆开单买吗']],
  ['洗发', '洗发水', ['控油吗', '掉发严重可以吗', '无硅油的吗']],
  ['衣', '衣服', ['160 100斤穿什么码', '起球吗', '有加绒的吗', '会缩水吗']],
  ['鞋', '鞋', ['偏码吗', '磨脚吗', '宽脚可以吗']],
];

const TAILS: Phrases = ['', '', '', '', '', '', '？', '~', '！', '呀', '啊', ' 谢谢', ' 急', '😂', '❤️', ' 求回复', '。'];
const FIRST: Phrases = ['小鹿', '桃子', '阿May', '柠檬', '豆豆', '一只猫', '晚风', '糯米', '圆圆', '七七', '奶茶', '西瓜', '星星', '安安', '麦麦', '木木', '橘子', '可可', '阿珍', '月亮'];
const LAST: Phrases = ['不加糖', '在努力', '吃不胖', '要早睡', '爱喝水', '的小铺', '妈妈', '同学', '呀', '_', '2026', '酱', '本人', '今天也很好', '99', '🍑'];

/** A name that stays with its person. */
export function nicknameOf(viewerId: string): string {
  const pick = hashOf(`${viewerId} name`);
  if (pick < 0.15) return `用户${String(Math.floor(hashOf(`${viewerId} digits`) * 9_000_000) + 1_000_000)}`;
  if (pick < 0.2) return 'momo';
  const at = (phrases: Phrases, salt: string): string => phrases[Math.floor(hashOf(viewerId + salt) * phrases.length)] ?? phrases[0];
  return at(FIRST, ' first') + at(LAST, ' last');
}

export type Mood = 'hello' | 'talk' | 'bought' | 'rush' | 'want';

/** One comment as somebody in a room would type it. */
export function comment(random: Random, mood: Mood, topic: Topic | undefined): string {
  const tail = random.pick(TAILS);
  switch (mood) {
    case 'want':
      return random.pick(WANT);
    case 'hello':
      return random.pick(HELLO) + tail;
    case 'bought':
      return fill(random.pick(BOUGHT), random, topic);
    case 'rush':
      return fill(random.pick(RUSH), random, topic);
    case 'talk':
      return talk(random, topic) + tail;
  }
}

function talk(random: Random, topic: Topic | undefined): string {
  if (!topic) return random.pick(random.chance(0.5) ? CHAT : HELLO);
  const kind = KINDS.find(([word]) => topic.title.includes(word));
  switch (random.weighted({ kind: kind ? 40 : 0, ask: 28, price: 16, chat: 16 })) {
    case 'kind':
      return random.pick(kind?.[2] ?? CHAT);
    case 'ask':
      return fill(random.pick(ASK), random, topic);
    case 'price':
      return fill(random.pick(PRICE), random, topic);
    case 'chat':
      return random.pick(CHAT);
  }
}

function fill(phrase: string, random: Random, topic: Topic | undefined): string {
  const noun = KINDS.find(([word]) => topic?.title.includes(word))?.[1] ?? '这个';
  const names = (topic?.skuNames ?? []).filter((name) => name.length <= 8);
  const sku = names[random.below(names.length)] ?? noun;
  return phrase
    .replace('{n}', topic ? String(topic.number) : '1')
    .replace('{noun}', noun)
    .replace('{sku}', sku)
    .replace('{times}', String(2 + random.below(4)))
    .replace('{price}', topic ? String(topic.price) : '这个价');
}
