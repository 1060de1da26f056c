import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { overlayPage } from '../../../client/components/overlay/page.ts';
import { TRUSTED_MS, thirdOf } from '../../../client/components/overlay/third.ts';
import { languageAsked, seatWordsIn } from '../../../client/i18n/seat.ts';
import { seatEn } from '../../../client/i18n/seat.en.ts';
import { seatZh } from '../../../client/i18n/seat.zh-CN.ts';
import type { OverlayView } from '../../../shared/seats/views.ts';

const words = await seatWordsIn('zh-CN');
type On = NonNullable<OverlayView['on']>;
const on = (over: Partial<On> = {}): On => ({ currency: 'CNY', listing: { number: 7, title: '精华液', price: 19_900, isFrom: false, listPrice: 29_900, offer: null, imageUrl: null }, deal: null, left: null, ...over });
const deal = (over: Partial<NonNullable<On['deal']>> = {}): NonNullable<On['deal']> => ({ price: 14_900, startsAt: 0, endsAt: 60_000, phase: 'running', left: 39, ...over });

describe('what is written on the overlay', () => {
  it('is the price, and what it was', () => expect(thirdOf(on(), 0, words)).toMatchObject({ number: '7', price: '¥199', before: '¥299', from: '', few: '', phase: '' }));

  it('is how many are left where that is told, and that none is', () => {
    expect([thirdOf(on({ left: 4 }), 0, words).few, thirdOf(on({ left: 0 }), 0, words).few]).toEqual(['仅剩 4 件', '已售罄']);
  });

  it('is the price of a deal only while it runs, with its true remainder', () => {
    expect(thirdOf(on({ deal: deal() }), 1, words)).toMatchObject({ price: '¥149', before: '¥199', phase: 'running', clock: '1:00', clockWord: '后结束', note: '还剩 39 件' });
    expect(thirdOf(on({ deal: deal({ left: null }) }), 1, words).note).toBe('');
    expect(thirdOf(on({ deal: deal({ phase: 'countdown', startsAt: 5_000 }) }), 1, words)).toMatchObject({ price: '¥199', clock: '0:05', clockWord: '后开抢', note: '秒杀价 ¥149' });
    expect(thirdOf(on({ deal: deal({ phase: 'soldOut', left: 0 }) }), 1, words)).toMatchObject({ price: '¥199', clock: '', note: '已抢光' });
  });

  it('counts whole seconds down, and forgets a deal whose time is over before it is told so', () => {
    const clock = (now: number) => thirdOf(on({ deal: deal() }), now, words);
    expect([clock(50_000).clock, clock(50_000).isLast, clock(49_999).isLast, clock(59_999).clock]).toEqual(['0:10', true, false, '0:01']);
    expect(clock(60_000)).toMatchObject({ phase: '', price: '¥199' });
  });
});

describe('the overlay page', () => {
  let root: HTMLElement;
  beforeEach(() => {
    root = document.createElement('div');
    document.body.append(root);
  });
  afterEach(() => root.remove());
  const view = (over: Partial<OverlayView> = {}): OverlayView => ({ showId: 's', at: 0, label: null, on: on(), ...over });
  const isShown = (): boolean => root.querySelector<HTMLElement>('.third')?.hidden === false;

  it('shows nothing before it is told, what it is told at once, and nothing once that is old', () => {
    const page = overlayPage(root, words);
    page.draw(0, performance.now());
    expect(isShown()).toBe(false);
    page.shown(view());
    const heard = performance.now();
    page.draw(0, heard);
    expect([isShown(), root.querySelector('.title')?.textContent]).toEqual([true, '7精华液']);
    page.draw(0, heard + TRUSTED_MS);
    expect(isShown()).toBe(false);
    page.shown(view({ on: null }));
    page.draw(0, performance.now());
    expect(isShown()).toBe(false);
  });

  it('shows nothing once its link is over, however fresh the last word', () => {
    const page = overlayPage(root, words);
    page.shown(view());
    page.link('refused');
    page.draw(0, performance.now());
    expect(isShown()).toBe(false);
  });

  it('keeps its label with nothing on air, and writes text as text', () => {
    const page = overlayPage(root, words);
    page.shown(view({ label: 'rehearsal', on: null }));
    page.draw(0, performance.now());
    expect([...root.querySelectorAll('p')].find(({ className }) => className === 'label')).toMatchObject({ hidden: false, textContent: '彩排' });
    page.shown(view({ on: on({ listing: { ...on().listing, title: '<b>x</b>' } }) }));
    page.draw(0, performance.now());
    expect(root.querySelector('.title')?.textContent).toBe('7<b>x</b>');
  });

  it('leaves a picture out that does not load', () => {
    const page = overlayPage(root, words);
    page.shown(view({ on: on({ listing: { ...on().listing, imageUrl: 'https://nowhere.example/1.png' } }) }));
    page.draw(0, performance.now());
    const image = root.querySelector('img');
    expect(image?.hidden).toBe(false);
    image?.dispatchEvent(new Event('error'));
    page.draw(0, performance.now());
    expect(image?.hidden).toBe(true);
  });
});

describe('the words of wall and overlay', () => {
  const places = (tree: Record<string, string>) => Object.entries(tree).map(([key, text]) => [key, [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()]);
  it('are the same in both languages, with the same places for figures', () => expect(places(seatEn)).toEqual(places(seatZh)));
  it('are in the language the address asks for', () => expect(['?lang=zh', '?lang=zh-CN', '?lang=en', '?lang=de', ''].map(languageAsked)).toEqual(['zh-CN', 'zh-CN', 'en', undefined, undefined]));
});
