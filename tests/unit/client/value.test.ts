import { Errors as libraryErrors } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { Errors } from '../../../client/live/value.ts';
import { COMMANDS, COMMAND_TYPES } from '../../../shared/show/commands.ts';
import { SegmentInput } from '../../../shared/show/schemas.ts';
import { RecordOf, optional } from '../../../shared/record.ts';
import { Type, type TSchema } from 'typebox';

/** Values that a schema may or may not take: a few of each kind, and the fields of every command with each of them. */
const PARTS: unknown[] = [null, '', ' ', 'x', 'product', 'y'.repeat(600), -1, 0, 0.5, 7, 1e9, true, [], ['x'], {}, { kind: 'product', title: 't', minutes: 5 }, [{ kind: 'product', title: 't', minutes: 5 }], { a: 1 }, { a: true }];

describe('what stands in for typebox/value on a page', () => {
  it.each(COMMAND_TYPES)('knows every keyword of %s, and judges as the library does', (type) => {
    const schema: TSchema & { properties: Record<string, TSchema> } = COMMANDS[type].payload;
    const same = (value: unknown): void => expect([value, Errors(schema, value).length === 0]).toEqual([value, libraryErrors(schema, value).length === 0]);
    for (const part of PARTS) same(part);
    for (const field of Object.keys(schema.properties)) for (const part of PARTS) same({ [field]: part });
    // With all its fields of one kind, those that ask for several are met too.
    for (const part of PARTS) same(Object.fromEntries(Object.keys(schema.properties).map((field) => [field, part])));
  });

  it('judges a segment as the library does', () => {
    for (const part of PARTS) expect([part, Errors(SegmentInput, part).length === 0]).toEqual([part, libraryErrors(SegmentInput, part).length === 0]);
  });
});

it('a record and optional properties say what the library would', () => {
  expect(JSON.stringify(RecordOf(Type.Number({ minimum: 0 })))).toBe(JSON.stringify(Type.Record(Type.String(), Type.Number({ minimum: 0 }))));
  const properties = { a: Type.String(), b: Type.Optional(Type.Integer()) };
  expect(JSON.stringify(Type.Object(optional(properties)))).toBe(JSON.stringify(Type.Partial(Type.Object(properties))));
});
