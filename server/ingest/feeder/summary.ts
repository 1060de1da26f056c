import { Type } from 'typebox';
import type { Api } from './api.ts';
import type { Totals } from './batches.ts';
import { grouped, money } from './say.ts';

const Tally = Type.Object({ metrics: Type.Record(Type.String(), Type.Unknown()) });

/** What was sent, in a line. */
export function sentLine({ sent, accepted, duplicates, rejected, batches }: Totals): string {
  const codes = Object.entries(rejected).map(([code, count]) => `${code} ${grouped(count)}`);
  return `${grouped(sent)} events in ${grouped(batches)} batches: ${grouped(accepted)} accepted, ${grouped(duplicates)} duplicates, ${codes.length === 0 ? '0 rejected' : `rejected: ${codes.join(', ')}`}`;
}

/** The show's main metrics once everything up to `lastId` is counted: what to compare with one's own count of the file. */
export async function tallyLines(api: Api, showId: string, currency: string, lastId: string | undefined): Promise<string[]> {
  const { metrics } = await api.get(`/shows/${showId}/tally${lastId === undefined ? '' : `?after=${lastId}`}`, Tally);
  const figure = (id: string): number | undefined => {
    const value = metrics[id];
    return typeof value === 'number' ? value : undefined;
  };
  const part = (words: string, id: string, people?: [id: string, words: string]): string | undefined => {
    const value = figure(id);
    if (value === undefined || value === 0) return undefined;
    const by = people === undefined ? undefined : figure(people[0]);
    return `${words} ${grouped(value)}${by === undefined || people === undefined ? '' : ` by ${grouped(by)} ${people[1]}`}`;
  };
  const cash = (words: string, id: string): string | undefined => {
    const value = figure(id);
    return value === undefined ? undefined : `${words} ${money(value, currency)}`;
  };
  const groups = [
    [part('viewers', 'viewers'), part('views', 'views'), part('peak online', 'peakOnline'), part('comments', 'comments'), part('likes', 'likes'), part('new follows', 'newFollows')],
    [part('product impressions', 'productImpressions', ['productImpressionUsers', 'people']), part('clicks', 'productClicks', ['clickUsers', 'people']), part('cart adds', 'cartAdds', ['cartUsers', 'people']), part('favourites', 'favourites')],
    [part('orders created', 'ordersCreated'), part('paid orders', 'orders', ['buyers', 'buyers']), cash('GMV', 'gmv'), part('refunds', 'refunds')],
  ];
  return groups.map((group) => group.filter((text) => text !== undefined).join(' · ')).filter((text) => text !== '');
}
