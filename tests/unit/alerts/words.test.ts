import { describe, expect, it } from 'vitest';
import { ACTIONS_IN_TEST, wording } from './wording.ts';
import { ALERT_KINDS, ALERT_WORDS, VALUE_WORDS } from '../../../shared/alerts/kinds.ts';
import { THRESHOLDS, thresholdOf } from '../../../shared/alerts/thresholds.ts';
import { CUE_KEYS } from '../../../shared/alerts/alert.ts';
import { CUE_WORDS, actionWords, commandOf, plainParams, wordsFor } from '../../../shared/alerts/words.ts';
import { parseCommand } from '../../../shared/show/parse.ts';
import { SECOND, Watch } from './make.ts';

describe('forbidden words', () => {
  const KIND = 'words.forbidden';

  it('are found in a title, an offer or a selling point: amber, and red on air', () => {
    const watch = new Watch();
    expect(watch.look(KIND)).toEqual([]);
    watch.stage.do('listing.edit', { listingId: 'L3', sellingPoints: ['全网最低', '国家级配方'] });
    expect(watch.look(KIND)).toMatchObject([{ level: 'amber', listingId: 'L3', params: { field: 'sellingPoint', where: '#3 面霜' } }]);
    expect(watch.look(KIND)[0]?.params['words']).toContain('国家级');
    const [before] = watch.look(KIND);
    watch.stage.do('listing.take', { listingId: 'L3', seenOnAir: 'L1' });
    watch.pass(SECOND);
    expect(watch.look(KIND)).toMatchObject([{ level: 'red', listingId: 'L3' }]);
    expect(watch.look(KIND)[0]?.id).not.toBe(before?.id);
    watch.stage.do('listing.take', { listingId: 'L1', seenOnAir: 'L3' });
    expect(watch.look(KIND)).toMatchObject([{ level: 'amber' }]);
  });

  it('go with the edit that takes them out; other words are another alert', () => {
    const watch = new Watch();
    watch.stage.do('listing.edit', { listingId: 'L3', title: '顶级面霜' });
    const [first] = watch.look(KIND);
    watch.stage.do('listing.edit', { listingId: 'L3', title: '极品面霜' });
    watch.pass(SECOND);
    const [second] = watch.look(KIND);
    expect(second?.params['words']).toBe('“极品”');
    expect(second?.id).not.toBe(first?.id);
    watch.stage.do('listing.edit', { listingId: 'L3', title: '面霜' });
    expect(watch.look(KIND)).toEqual([]);
  });

  it('in a cue are red while it is with the host', () => {
    const watch = new Watch();
    watch.stage.do('cue.send', { text: '说我们是第一名', seconds: 10 });
    watch.pass(watch.stage.now - watch.now);
    expect(watch.look(KIND)).toMatchObject([{ level: 'red', params: { field: 'cue', where: '说我们是第一名', words: '“第一”' } }]);
    expect(watch.pass(10 * SECOND).look(KIND)).toEqual([]);
  });

  it('of a large catalogue are found over a few looks, and those known stay meanwhile', () => {
    const listings = Array.from({ length: 100 }, (_, i) => ({ id: `L${i + 1}`, title: i === 99 ? '顶级面霜' : `商品${i}`, price: 100, sku: `S${i}`, stock: 1 }));
    const watch = new Watch({ listings, segments: [] });
    expect(watch.look(KIND)).toEqual([]);
    expect(watch.pass(9 * SECOND).look(KIND)).toHaveLength(1);
    watch.memory = { ...watch.memory, searched: new WeakMap() };
    expect(watch.look(KIND)).toHaveLength(1);
  });

  it('off the shelf nobody sees', () => {
    const watch = new Watch();
    watch.stage.do('listing.edit', { listingId: 'L3', title: '顶级面霜' });
    watch.stage.do('listing.shelve', { listingId: 'L3' });
    expect(watch.look(KIND)).toEqual([]);
  });
});

describe('the wording', () => {
  it.each(ALERT_KINDS)('of %s names each of its parameters and no other, in both languages', (kind) => {
    const { params, cause } = ALERT_WORDS[kind];
    for (const language of ['zh', 'en'] as const) {
      const named = [...cause[language].matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      for (const name of named) expect(Object.keys(params)).toContain(name);
      // The interval and the full list need not be said in every language, the subject must.
      expect(named.length).toBeGreaterThan(0);
    }
  });

  it.each(wording)('says %s', (_, alert, zh, en) => {
    const write = plainParams('CNY', 1_000_000);
    expect(wordsFor(alert, 'zh', write)).toEqual({ title: expect.any(String), cause: zh });
    expect(wordsFor(alert, 'en', write).cause).toBe(en);
  });

  it('leaves text from outside as it is, also where it looks like a placeholder', () => {
    const alert = { kind: 'platform.warned', params: { feed: 'f', severity: '{text}', text: '$& <b>{feed}</b>', at: 0 } } as const;
    expect(wordsFor(alert, 'en', () => '0:10').cause).toBe('f ({text}, 0:10 ago): $& <b>{feed}</b>');
  });

  it('of a cue and of every value exists twice', () => {
    for (const text of [...CUE_KEYS.map((key) => CUE_WORDS[key]), ...Object.values(VALUE_WORDS), ...Object.values(THRESHOLDS)]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/^[ -~]+$/);
    }
  });
});

describe('an action', () => {
  it.each(ACTIONS_IN_TEST)('%s is a whole command, and has a name', (action, name) => {
    const { stage } = new Watch();
    const { type, payload } = commandOf(action, 'zh');
    expect(parseCommand({ id: 'command-1', type, payload }).ok).toBe(true);
    expect(actionWords(action, stage.show, 'zh')).toBe(name);
  });
});

it('a show\'s own threshold stands above the default', () => {
  expect(thresholdOf({}, 'viewers.drop')).toBe(20);
  expect(thresholdOf({ thresholds: { 'viewers.drop': 35 } }, 'viewers.drop')).toBe(35);
});
