import type { Rhythm, Show } from '../../../shared/show/show.ts';

/** What people call them in a reminder's label. */
const NAMES = { coupon: /券|coupon|voucher/i, draw: /福袋|抽奖|lucky bag|draw/i } as const;

/** The reminder that a coupon or a draw fulfils: the first with its word in the label. */
export const rhythmFor = ({ rhythms }: Pick<Show, 'rhythms'>, what: keyof typeof NAMES): Rhythm | undefined => rhythms.find(({ label }) => NAMES[what].test(label));
