import type { Facts } from './view.ts';

/** When a show took place of which only its facts are known: from the second of the first to the end of the second of the last. Unix ms. */
export const tookPlace = ({ first, last }: Facts): { startedAt: number; endedAt: number } => ({ startedAt: Math.floor(first / 1000) * 1000, endedAt: (Math.floor(last / 1000) + 1) * 1000 });
