import { stageZh } from './stage.zh-CN.ts';

/** Words that every page has, and all that the host's tablet needs: it fetches no others. */
export const baseZh = {
  brand: '场控',
  brandLong: 'Changkong 场控',
  language: { switch: '切换语言', other: 'EN' },
  common: {
    cancel: '取消', close: '关闭', retry: '重试', done: '完成', reset: '恢复默认', loading: '加载中', search: '搜索', optional: '选填', remove: '移除', nothing: '暂无数据', you: '我',
  },
  run: {
    add: '加环节', kind: '环节', name: '名称', minutes: '分钟', target: '目标', total: '共 {minutes} 分钟 · 目标 {target}', up: '上移', down: '下移', standard: '标准六段', empty: '没有流程也能开播；有了流程，场控台会显示超时与节奏。',
    kinds: { opening: '开场', product: '产品介绍', interaction: '互动', benefit: '福利', push: '促单', closing: '结尾' },
  },
  problem: {
    INVALID: '内容不对，请检查后重试', UNAUTHENTICATED: '请先登录', FORBIDDEN: '你的角色不能这样做', NOT_FOUND: '没有找到', STALE_REVISION: '刚被别人改过，请看最新状态再试', EXPIRED: '太晚了，指令已过期', WRONG_STATE: '当前状态下不能这样做', FROZEN: '本场已冻结',
    BELOW_FLOOR: '低于底价', SOLD_OUT: '已售罄', LIMIT_REACHED: '已到上限', DEAL_NOT_RUNNING: '秒杀没有在进行', CLAIM_EXPIRED: '占用已过期', INSUFFICIENT_STOCK: '库存不够', ID_REUSED: '这个编号已用于别的内容', TOO_LARGE: '内容太大', RATE_LIMITED: '太频繁，请稍等', OVERLOADED: '系统忙，请稍等',
    STORE_UNAVAILABLE: '存储暂不可用', OUTCOME_UNKNOWN: '结果未知，请核对', OFFLINE: '未连接，指令没有发出', UNKNOWN: '没有收到明确答复', REPLAY: '这是回放，只能看',
  },
  stage: stageZh,
};
