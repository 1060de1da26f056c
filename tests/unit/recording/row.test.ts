import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../shared/ids.ts';
import { COLUMNS, eventOf, heartbeatRow, rowOf, type Row, type RowHead } from '../../../server/recording/row.ts';

const HEAD: RowHead = { id: '1760000000000-7' as EntryId, kind: 'facts', feed: 'orders', revision: undefined };
/** A row as a file gives it back: every column there, null where nothing was said. */
const whole = (row: Partial<Row>): Row => ({ ...Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, null])), ...row }) as Row;
const there = (event: object): unknown => eventOf(whole(JSON.parse(JSON.stringify(rowOf(HEAD, event, 0, 1))) as Row));

describe('an event as a row', () => {
  it('names what is asked for most in columns of its own', () => {
    expect(rowOf(HEAD, { type: 'product.clicked', at: 5, id: 'e', viewerId: 'v', sku: 'S', listingId: 'L', count: 2, place: 'bag' }, 3, 0)).toEqual({
      entry_ms: 1_760_000_000_000, entry_seq: 7, place: 3, kind: 'facts', feed: 'orders', revision: null, verdict: 0,
      type: 'product.clicked', at: 5, event_id: 'e', viewer: 'v', sku: 'S', listing: 'L', count: 2, more: '{"place":"bag"}',
    });
  });

  it('gives back every field, whatever a feed puts there', () => {
    const field = fc.oneof(fc.constantFrom('viewerId', 'listingId', 'sku', 'orderId', 'source', 'id', 'amount', 'count', 'lines', 'more', 'place', 'verdict', '__proto__'), fc.string());
    const value = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.jsonValue());
    fc.assert(
      fc.property(fc.dictionary(field, value), fc.integer({ min: 0 }), (fields, at) => {
        const event: unknown = JSON.parse(JSON.stringify({ ...fields, type: 'like.given', at }));
        expect(there(event as object)).toEqual(event);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what no column of text can', () => {
    const event = { type: 'like.given', at: 1, viewerId: 'a\0b', sku: '\ud83d', source: '' };
    expect(rowOf(HEAD, event, 0, 1)).not.toHaveProperty('viewer');
    expect(there(event)).toEqual(event);
  });

  it('is none where a feed only said that it lives', () => {
    expect(eventOf(whole(heartbeatRow(HEAD)))).toBeUndefined();
  });
});
