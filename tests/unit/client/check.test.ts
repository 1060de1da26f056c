import fc from 'fast-check';
import { Type, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { checkOf } from '../../../client/live/check.ts';
import { isTick } from '../../../client/live/shapes.ts';
import { ASKS, TOLD } from '../../../shared/protocol/socket.ts';

const figure = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null), fc.tuple(fc.integer(), fc.integer()), fc.string(), fc.array(fc.integer(), { maxLength: 3 }));
const metrics = fc.dictionary(fc.string(), figure, { maxKeys: 4 });
const tick = fc.record(
  {
    showId: fc.oneof(fc.string({ maxLength: 3 }), fc.integer()),
    window: fc.constantFrom('show', '5m', 'onair', 'year', 5),
    tick: fc.oneof(fc.integer(), fc.double()),
    prevTick: fc.integer(),
    revision: fc.integer({ min: -2, max: 9 }),
    id: fc.constantFrom('1-0.0', '1-0', '', 'x-0.0'),
    serverTime: fc.integer(),
    online: fc.constantFrom(1, null, 'many'),
    metrics,
    listings: fc.array(fc.record({ listingId: fc.string({ maxLength: 3 }), metrics }, { requiredKeys: ['metrics'] }), { maxLength: 3 }),
  },
  { requiredKeys: ['showId', 'window', 'tick', 'prevTick', 'revision', 'id', 'serverTime', 'online', 'metrics'] },
);

const good = { showId: 's', window: '5m', tick: 2, prevTick: 1, revision: 1, id: '1-0.0', serverTime: 1, online: 3, metrics: { gmv: 100, ctr: [1, 2] }, listings: [] };

describe('checking without generated code', () => {
  it('agrees with TypeBox on anything that looks like a tick', () => {
    const ours = checkOf(TOLD['tally:ticked']);
    fc.assert(fc.property(tick, (value) => ours(value) === Value.Check(TOLD['tally:ticked'], value)), { numRuns: 400 });
  });

  it('agrees with TypeBox on arbitrary JSON, for every schema of the protocol', () => {
    const schemas: TSchema[] = [TOLD['show:patched'], TOLD['tally:ticked'], ASKS['show:join'], ASKS['tally:ask']];
    fc.assert(fc.property(fc.jsonValue(), (value) => schemas.every((schema) => checkOf(schema)(value) === Value.Check(schema, value))));
  });

  it('takes a good tick and refuses one whose figure is a text', () => {
    expect(isTick(good)).toBe(true);
    expect(isTick({ ...good, metrics: { gmv: '100' } })).toBe(false);
    expect(isTick({ ...good, comments: [{ id: 'a', at: 1, viewerId: 'v' }] })).toBe(false);
  });

  it('refuses, when it is prepared, a rule it does not know', () => {
    expect(() => checkOf(Type.Object({ a: Type.String({ format: 'email' }) }))).toThrow('format');
    expect(() => checkOf({ type: 'bigint' })).toThrow('bigint');
  });
});
