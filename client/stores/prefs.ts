import { defineStore } from 'pinia';
import { ref, watch, type Ref } from 'vue';
import { Type, type TSchema } from 'typebox';
import type { Window } from '../../shared/metrics/view.ts';
import { WindowName } from '../../shared/protocol/socket.ts';
import { checkOf } from '../live/check.ts';
import { FIRST_HABIT, type DealHabit } from './habit.ts';

/** How many tiles the desk has room for; each person picks which. */
export const TILE_COUNT = 8;
export const DEFAULT_TILES = ['online', 'viewers', 'gmv', 'unpaidAmount', 'addToCartRate', 'productCtr', 'clickToPayRate', 'gpm'];
const DEFAULT_COLUMNS = ['productImpressions', 'productCtr', 'cartUsers', 'buyers', 'gmv', 'gmvPerAirMinute'];

const Ids = Type.Array(Type.String(), { minItems: 1, maxItems: 40 });
export const PANEL_TABS = ['deals', 'stock', 'comments', 'cues', 'alerts', 'todo', 'plans', 'log', 'feeds'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];
/** How much of the past the trend shows. Unit: minutes; 0 is the whole show. */
export type TrendSpan = 15 | 60 | 0;

/** What each person likes on this machine; a broken or foreign entry falls back to what everyone starts with. */
export const usePrefs = defineStore('prefs', () => {
  function kept<T>(name: string, schema: TSchema, start: T): Ref<T> {
    const check = checkOf(schema);
    const value = ref(read(`ck.${name}`, (v): v is T => check(v)) ?? start) as Ref<T>;
    watch(value, (next) => write(`ck.${name}`, next), { deep: true });
    return value;
  }
  const tiles = kept<string[]>('tiles', Type.Array(Type.String(), { minItems: TILE_COUNT, maxItems: TILE_COUNT }), [...DEFAULT_TILES]);
  const window = kept<Window>('window', WindowName, '5m');
  const trend = kept<[string, string]>('trend', Type.Tuple([Type.String(), Type.String()]), ['online', 'gmv']);
  const trendSpan = kept<TrendSpan>('trendSpan', Type.Enum([15, 60, 0]), 60);
  const columns = kept<string[]>('columns', Ids, [...DEFAULT_COLUMNS]);
  const sort = kept<{ by: string; down: boolean }>('sort', Type.Object({ by: Type.String(), down: Type.Boolean() }), { by: 'gmv', down: true });
  const tab = kept<PanelTab>('tab', Type.Enum([...PANEL_TABS]), 'comments');
  /** What each person's deals have in common, from the last one planned here. */
  const deal = kept<DealHabit>('deal', Type.Object({ quantity: Type.Integer(), perBuyer: Type.Integer(), seconds: Type.Integer(), countdownSeconds: Type.Integer(), holdSeconds: Type.Integer() }), { ...FIRST_HABIT });
  /** Words by which each person sifts the comments. */
  const sift = kept<string>('sift', Type.String({ maxLength: 200 }), '');

  /** Whether new alerts are heard. */
  const sounds = kept<boolean>('sounds', Type.Boolean(), false);
  /** Whether the desk is drawn tighter, for a small screen. */
  const compact = kept<boolean>('compact', Type.Boolean(), false);

  /** Whether the host's screen shows what was sold. */
  const hostMoney = kept<boolean>('hostMoney', Type.Boolean(), true);

  function setTile(place: number, metric: string): void {
    const from = tiles.value.indexOf(metric);
    const next = [...tiles.value];
    // Picking one that is already shown swaps the two places: no metric is there twice.
    if (from >= 0) next[from] = next[place] ?? metric;
    next[place] = metric;
    tiles.value = next;
  }
  const resetTiles = (): void => void (tiles.value = [...DEFAULT_TILES]);

  return { tiles, window, trend, trendSpan, columns, sort, tab, deal, sift, sounds, compact, hostMoney, setTile, resetTiles };
});

function read<T>(key: string, check: (value: unknown) => value is T): T | undefined {
  const text = storage()?.getItem(key);
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return check(value) ? value : undefined;
  } catch {
    // Not ours, or cut short: what everyone starts with is as good.
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    storage()?.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden store: the liking holds for this visit.
    return;
  }
}

/** Absent where the browser forbids it; liking something is then for this visit only. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
