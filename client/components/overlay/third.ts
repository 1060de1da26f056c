import type { OverlayView } from '../../../shared/seats/views.ts';
import { formatDuration, formatPrice } from '../../format/number.ts';
import type { SeatWords } from '../../i18n/seat.ts';

/** Without a word for this long nothing is shown: buyers must never see an old price. Unit: ms. */
export const TRUSTED_MS = 5_000;
/** Seconds in which a countdown says that it ends. */
const LAST = 10;

type On = NonNullable<OverlayView['on']>;
type OpenDeal = NonNullable<On['deal']>;

/** The lower third as it is written; '' where there is nothing to say. */
export interface Third {
  number: string;
  title: string;
  offer: string;
  price: string;
  /** Other SKUs cost more. */
  from: string;
  before: string;
  few: string;
  image: string;
  phase: OpenDeal['phase'] | '';
  clock: string;
  clockWord: string;
  isLast: boolean;
  note: string;
}

/** What is on air, in words. @param now server time, Unix ms */
export function thirdOf({ currency, listing, deal: told, left }: On, now: number, { t }: SeatWords): Third {
  const money = (amount: number | null): string => (amount === null ? '' : formatPrice(amount, currency));
  // A deal whose time is over is over, also where the word of it is still under way.
  const deal = told && now < told.endsAt ? told : undefined;
  const running = deal?.phase === 'running';
  return {
    number: String(listing.number),
    title: listing.title,
    offer: listing.offer ?? '',
    price: money(running ? deal.price : listing.price),
    from: listing.isFrom && !running ? t('from') : '',
    before: money(running ? listing.price : listing.listPrice),
    few: told || left === null ? '' : left === 0 ? t('none') : t('few', { n: left }),
    image: listing.imageUrl ?? '',
    ...clockOf(deal, now, money, t),
  };
}

function clockOf(deal: OpenDeal | undefined, now: number, money: (amount: number) => string, t: SeatWords['t']): Pick<Third, 'phase' | 'clock' | 'clockWord' | 'isLast' | 'note'> {
  if (!deal) return { phase: '', clock: '', clockWord: '', isLast: false, note: '' };
  const { phase, startsAt, endsAt, price, left } = deal;
  if (phase === 'soldOut') return { phase, clock: '', clockWord: '', isLast: false, note: t('soldOut') };
  const announced = phase === 'countdown';
  // The second that has begun counts whole: it says 0:00 only when it is over.
  const seconds = Math.max(0, Math.ceil(((announced ? startsAt : endsAt) - now) / 1000));
  const note = announced ? `${t('then')} ${money(price)}` : left === null ? '' : t('left', { n: left });
  return { phase, clock: formatDuration(seconds), clockWord: t(announced ? 'opensIn' : 'endsIn'), isLast: !announced && seconds <= LAST, note };
}
