import { shallowRef, type ShallowRef } from 'vue';
import { Type, type Static, type TSchema } from 'typebox';
import { checkOf, type Guard } from '../live/check.ts';
import type { Failure, Http, Outcome } from '../live/http.ts';

export function guardOf<S extends TSchema>(schema: S): Guard<Static<S>> {
  const check = checkOf(schema);
  return (value): value is Static<S> => check(value);
}
export const listOf = <S extends TSchema>(schema: S): Guard<Static<S>[]> => {
  const check = checkOf(Type.Array(schema));
  return (value): value is Static<S>[] => check(value);
};

/** Something the server keeps and this page shows: as last read, and why the last reading failed. */
export interface Kept<T> {
  /** Undefined before it was first read. */
  value: ShallowRef<T | undefined>;
  trouble: ShallowRef<Failure | undefined>;
  load: () => Promise<void>;
  /** Takes what a change answered, and reads again whatever came of it: after an unclear answer only the server knows. */
  changed: (outcome: Outcome<unknown>) => Promise<Failure | undefined>;
}

export function kept<T>(http: Http, path: () => string, check: Guard<T>): Kept<T> {
  const value = shallowRef<T>();
  const trouble = shallowRef<Failure>();
  async function load(): Promise<void> {
    const asked = path();
    const outcome = await http.get(asked, check);
    if (asked !== path()) return;
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (outcome.ok) value.value = outcome.value;
  }
  async function changed(outcome: Outcome<unknown>): Promise<Failure | undefined> {
    await load();
    return outcome.ok ? undefined : outcome.failure;
  }
  return { value, trouble, load, changed };
}
