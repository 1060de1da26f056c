import { beforeEach, describe, expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { progress } from '../../../client/composables/motion.ts';
import { heeds } from '../../../client/composables/hotkeys.ts';
import { sightOf, slotOf } from '../../../client/composables/rows.ts';
import { freshness, healthOf } from '../../../client/components/desk/health.ts';
import { freshnessOf } from '../../../client/components/desk/metricAge.ts';
import { sortListings } from '../../../client/components/desk/sort.ts';
import { stepFor } from '../../../client/format/step.ts';
import { firstLanguage } from '../../../client/i18n/language.ts';
import { DEFAULT_TILES, usePrefs } from '../../../client/stores/prefs.ts';
import type { ListingId, Sku } from '../../../shared/ids.ts';
import type { FeedView } from '../../../shared/metrics/view.ts';
import { minor } from '../../../shared/money.ts';
import type { Listing } from '../../../shared/show/show.ts';

function listing(number: number, title: string): Listing {
  return { id: `l${number}` as ListingId, number, title, price: minor(100), skus: [{ sku: `SKU-${number}` as Sku, name: title, stock: 1 }], shelved: false, takes: 0 };
}
const feed = (name: string, lastContactAt: number, supplies: FeedView['supplies'] = []): FeedView => ({ feed: name, lastContactAt, intervalMs: 5_000, gaps: [], events: 0, duplicates: 0, samples: false, supplies });

describe('the tiles each person picks', () => {
  beforeEach(() => {
    localStorage.clear();
    setActivePinia(createPinia());
  });

  it('swaps places when the metric is shown already, so that none is there twice', () => {
    const prefs = usePrefs();
    prefs.setTile(0, 'gmv');
    expect(prefs.tiles[0]).toBe('gmv');
    expect(prefs.tiles[2]).toBe('online');
    expect(new Set(prefs.tiles).size).toBe(8);
  });

  it('keeps the choice for the next visit', async () => {
    usePrefs().setTile(0, 'likes');
    await nextTick();
    setActivePinia(createPinia());
    expect(usePrefs().tiles[0]).toBe('likes');
  });

  it('starts afresh from an entry that is broken or not its own', () => {
    localStorage.setItem('ck.tiles', '["one"]');
    localStorage.setItem('ck.window', '{');
    const prefs = usePrefs();
    expect(prefs.tiles).toEqual(DEFAULT_TILES);
    expect(prefs.window).toBe('5m');
  });
});

describe('listings', () => {
  const all = [listing(1, '面膜'), listing(7, '精华'), listing(17, '面霜 7号')];

  it('are sorted by a figure with the unknown last either way, equals in the order of the run', () => {
    const gmv: Record<number, number | undefined> = { 1: 5, 7: undefined, 17: 5 };
    const figure = (l: Listing): number | undefined => gmv[l.number];
    expect(sortListings(all, { by: 'gmv', down: true }, figure).map((l) => l.number)).toEqual([1, 17, 7]);
    expect(sortListings(all, { by: 'gmv', down: false }, figure).map((l) => l.number)).toEqual([1, 17, 7]);
    expect(sortListings(all, { by: 'number', down: true }, figure).map((l) => l.number)).toEqual([17, 7, 1]);
  });

  it('are drawn only where they are in sight', () => {
    expect(sightOf(500, 5_600, 560, 56)).toEqual({ from: 94, to: 117, before: 94 * 56, after: 383 * 56 });
    expect(sightOf(3, 0, 560, 56)).toEqual({ from: 0, to: 3, before: 0, after: 0 });
    expect(sightOf(500, 27_440, 560, 56)).toEqual({ from: 477, to: 500, before: 477 * 56, after: 0 });
    expect(sightOf(0, 0, 560, 56)).toEqual({ from: 0, to: 0, before: 0, after: 0 });
  });

  it('take the elements of those that left: the ones that stay keep theirs, and no two share any', () => {
    const slots = (top: number): Map<number, number> => {
      const sight = sightOf(500, top, 560, 56);
      return new Map(Array.from({ length: sight.to - sight.from }, (_, i) => [sight.from + i, slotOf(sight.from + i, sight)]));
    };
    const before = slots(5_600);
    const after = slots(5_600 + 5 * 56 + 20);
    expect(new Set(after.values())).toEqual(new Set(before.values()));
    expect(after.size).toBe(new Set(after.values()).size);
    for (const [index, slot] of after) expect(before.get(index) ?? slot).toBe(slot);
  });
});

describe('the health of feeds', () => {
  it('calls a feed silent at three of its intervals, and puts it first', () => {
    const health = healthOf([feed('a', 99_000), feed('b', 85_000), feed('c', 91_000)], 100_000);
    expect(health.map((f) => [f.feed, f.state])).toEqual([['b', 'stale'], ['a', 'fresh'], ['c', 'slow']]);
  });

  it('ages a number with the feeds it comes from, and a rate with both of its sides', () => {
    const feeds = healthOf([feed('room', 99_000, ['audience', 'products']), feed('orders', 60_000, ['orders'])], 100_000);
    expect(freshnessOf('online', feeds)).toEqual({ age: 1_000, stale: false });
    expect(freshnessOf('gmv', feeds)).toEqual({ age: 40_000, stale: true });
    expect(freshnessOf('clickToPayRate', feeds)).toEqual({ age: 40_000, stale: true });
    // Nobody sends spend: it is as old as everything is.
    expect(freshnessOf('spend', feeds)).toEqual({ age: 1_000, stale: false });
  });

  it('greys the numbers only when every feed is silent', () => {
    expect(freshness(healthOf([feed('a', 99_700), feed('b', 0)], 100_000))).toEqual({ age: 300, stale: false });
    expect(freshness(healthOf([feed('a', 80_000), feed('b', 0)], 100_000))).toEqual({ age: 20_000, stale: true });
    expect(freshness([])).toBeUndefined();
  });
});

describe('keys', () => {
  const key = (init: KeyboardEventInit & { on?: HTMLElement }): boolean => {
    const on = init.on ?? document.body;
    document.body.append(on === document.body ? document.createElement('i') : on);
    let heeded = false;
    const listen = (event: Event): void => void (heeded = event instanceof KeyboardEvent && heeds(event));
    document.addEventListener('keydown', listen);
    on.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }));
    document.removeEventListener('keydown', listen);
    return heeded;
  };

  it('work on the page, and not in a field, while an input method composes, or with a modifier', () => {
    expect(key({ key: 'n' })).toBe(true);
    expect(key({ key: 'n', on: document.createElement('input') })).toBe(false);
    expect(key({ key: 'n', isComposing: true })).toBe(false);
    expect(key({ key: 'n', ctrlKey: true })).toBe(false);
    expect(key({ key: 'n', repeat: true })).toBe(false);
  });
});

it('a figure on its way never passes what was received', () => {
  for (let t = -0.5; t < 2; t += 0.01) expect(progress(t)).toBeLessThanOrEqual(1);
  expect(progress(0)).toBe(0);
  expect(progress(1)).toBe(1);
});

it('a trend has a round step and at most as many points as its screen shows', () => {
  expect(stepFor(900)).toBe(10);
  expect(stepFor(3_600)).toBe(30);
  for (const hours of [1, 3, 6, 12, 24, 24 * 30]) expect((hours * 3600) / stepFor(hours * 3600)).toBeLessThanOrEqual(120);
  expect([stepFor(480, 240), stepFor(6 * 3_600, 240), stepFor(11 * 24 * 3_600, 240)]).toEqual([2, 120, 7_200]);
});

it('the language is the one chosen, else Chinese where the browser puts it first', () => {
  expect(firstLanguage(null, ['zh-TW', 'en'])).toBe('zh-CN');
  expect(firstLanguage(null, ['de', 'en-GB', 'zh'])).toBe('en');
  expect(firstLanguage('zh-CN', ['en'])).toBe('zh-CN');
  expect(firstLanguage('xx', [])).toBe('en');
});
