import type { Role } from '../../shared/show/commands.ts';

/** The pages of a show that not everybody opens. */
export type ShowPage = 'desk' | 'host' | 'review' | 'report' | 'compare' | 'reconcile' | 'playback' | 'show-settings';

/** Whom each page is made for. The server judges every command by itself; this only spares people pages they can do nothing on. */
const MADE_FOR: Readonly<Record<ShowPage, readonly Role[]>> = {
  desk: ['admin', 'controller', 'assistant', 'analyst'],
  host: ['admin', 'controller', 'assistant', 'host'],
  review: ['admin', 'controller', 'analyst'],
  report: ['admin', 'controller', 'analyst'],
  compare: ['admin', 'controller', 'analyst'],
  reconcile: ['admin', 'controller', 'analyst'],
  playback: ['admin', 'controller', 'analyst'],
  'show-settings': ['admin', 'controller'],
};

export const isShowPage = (name: unknown): name is ShowPage => typeof name === 'string' && Object.hasOwn(MADE_FOR, name);

export const opens = (page: ShowPage, role: string | undefined): boolean => MADE_FOR[page].some((each) => each === role);

/** Where a show's card leads somebody of this role: hosts and assistants work at the tablet's page. */
export const mainPage = (role: string | undefined): ShowPage => (role === 'host' || role === 'assistant' ? 'host' : 'desk');
