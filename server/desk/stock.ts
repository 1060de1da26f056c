import { hash } from 'node:crypto';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { StockMove } from '../store/shows.ts';

/** What a commit asks of the ledger, and its events with places for what the ledger will fill in. */
export interface LedgerWork {
  moves: StockMove[];
  release: boolean;
  /** The events as they are stored: where a move's figures belong stand its tokens. */
  marked: unknown[];
}

/** The corrections of stock among the events of a command. Only the commit script knows what is on hand, and writes it in. */
export function ledgerWork(commandId: string, events: readonly ShowEvent[]): LedgerWork {
  const moves: StockMove[] = [];
  const name = hash('sha1', commandId, 'hex').slice(0, 16);
  const marked = events.map((event) => {
    if (event.type !== 'stock.adjusted' && event.type !== 'stock.counted') return event;
    const token = `${name}x${moves.length}x`;
    const how = event.type === 'stock.adjusted' ? { verb: 'adjust' as const, units: event.delta } : { verb: 'count' as const, units: event.counted };
    moves.push({ ...how, sku: event.sku, token });
    return { ...event, onHand: { before: `${token}b`, after: `${token}a` } };
  });
  return { moves, release: events.some(({ type }) => type === 'hold.released'), marked };
}
