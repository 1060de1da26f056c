import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES, type CommandType } from '../../../shared/show/commands.ts';
import { decide } from '../../../shared/show/decide.ts';
import { applyCommit } from '../../../shared/show/evolve.ts';
import { T0, WANG, live, newIds } from './make.ts';

const context = { now: T0 + 60_000, by: WANG, newId: newIds('h') };

describe('a command with fields nobody asked for', () => {
  it('changes only what its type may change', () => {
    const stage = live();
    const payload = { title: '新名', status: 'ended', frozen: true, revision: 99, id: 'other', shifts: [], rehearsalOf: 'x', currency: 'USD' };
    const decided = decide(stage.show, { id: 'c', type: 'show.edit', payload }, context);
    expect(decided).toMatchObject({ ok: true, events: [{ before: { title: '双11 美妆专场' }, after: { title: '新名' } }] });
    if (decided.ok) expect(Object.keys(decided.events[0]?.type === 'show.edited' ? decided.events[0].after : {})).toEqual(['title']);
    const edited = decide(stage.show, { id: 'c', type: 'listing.edit', payload: { listingId: 'L1', title: 'y', takes: 99, shelved: true, id: 'z' } }, context);
    expect(edited.ok && edited.events[0]?.type === 'listing.edited' ? edited.events[0].after : {}).toEqual({ title: 'y' });
  });

  it('is harmless with names that objects have by nature', () => {
    const stage = live();
    const payload: object = JSON.parse('{"checks":{"__proto__":true,"constructor":true},"thresholds":{"__proto__":1}}');
    const decided = decide(stage.show, { id: 'c', type: 'show.edit', payload }, context);
    if (decided.ok) applyCommit(stage.show, decided.events);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(decide(stage.show, { id: 'c', type: 'constructor', payload: {} }, context)).toMatchObject({ ok: false, rejection: { code: 'INVALID' } });
    expect(decide(stage.show, { id: 'c', type: 'cue.acknowledge', payload: { cueId: '__proto__' } }, context)).toMatchObject({ rejection: { code: 'NOT_FOUND' } });
    expect(decide(stage.show, { id: 'c', type: 'alert.acknowledge', payload: { alertId: 'constructor' } }, context)).toMatchObject({ ok: true });
  });
});

/** Values that fit often enough to get past the schema, and often enough do not. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('L1', 'L2', 'seg-1', 'JH30', '', ' ', 'x'.repeat(300), null, 0, -1, 1, 1.5, 9_000, Number.MAX_SAFE_INTEGER, true, [], {}, ['L1'], NaN),
  fc.jsonValue({ maxDepth: 2 }),
);
const FIELDS = [
  'listingId', 'seenOnAir', 'price', 'sku', 'skus', 'title', 'number', 'floorPrice', 'order', 'index', 'segmentId', 'segments', 'listings', 'reason', 'host', 'note',
  'label', 'everyMinutes', 'text', 'preset', 'seconds', 'cueId', 'as', 'alertId', 'commandId', 'revision', 'checks', 'startsAt', 'kind', 'minutes', 'target', 'showId', 'red',
];

it('no command, whatever it carries, does anything but succeed or say why not', () => {
  const { show, commits } = live();
  const payload = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 });
  const revision = fc.option(fc.nat({ max: 9 }), { nil: undefined });
  fc.assert(fc.property(fc.constantFrom<CommandType>(...COMMAND_TYPES), payload, revision, (type, given, expectedRevision) => {
    const undoing = commits[2];
    const decided = decide(show, { id: 'c', type, payload: given, ...(expectedRevision === undefined ? {} : { expectedRevision }) }, { ...context, ...(undoing ? { undoing } : {}) });
    if (!decided.ok) {
      expect(decided.rejection.detail.length).toBeGreaterThan(0);
      if (decided.rejection.code === 'INVALID') expect(decided.rejection.errors?.length).toBeGreaterThan(0);
      return;
    }
    const next = applyCommit(show, decided.events);
    expect(next.revision).toBe(show.revision + 1);
    expect(next.id).toBe(show.id);
  }), { numRuns: 3_000 });
});
