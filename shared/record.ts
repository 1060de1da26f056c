import { Type, type Static, type TOptional, type TSchema, type TUnsafe } from 'typebox';

/*
 * What Type.Record and Type.Partial say, in the same JSON schema. Those two bring the library's whole type engine onto every page,
 * 12 kB gzipped, which nothing else of ours needs.
 */

/** An object of any keys, each value of this schema. */
export const RecordOf = <S extends TSchema>(value: S): TUnsafe<Record<string, Static<S>>> => Type.Unsafe<Record<string, Static<S>>>({ type: 'object', patternProperties: { '^.*$': value } });

type Properties = Record<string, TSchema>;
type AllOptional<P extends Properties> = { [K in keyof P]: TOptional<P[K]> };

/** The same properties, each of which may be left out. */
export function optional<P extends Properties>(properties: P): AllOptional<P> {
  const entries = Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)] as const);
  return Object.fromEntries(entries) as AllOptional<P>;
}
