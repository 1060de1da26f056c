import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { Type } from 'typebox';
import type { Payload } from '../../shared/show/commands.ts';
import type { Show } from '../../shared/show/show.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isShow } from '../live/shapes.ts';
import { newId } from '../format/id.ts';
import { guardOf } from './kept.ts';

const isDone = guardOf(Type.Object({ revision: Type.Number() }));
/** How long after the press it may still take effect. Unit: ms. */
const COMMAND_LIFE = 10_000;

/** A show's settings outside the desk: read once, changed by the same command the desk would send. */
export const useThresholds = defineStore('thresholds', () => {
  const { http, clock } = useLive();
  const show = shallowRef<Show>();
  const trouble = shallowRef<Failure>();
  const at = (id: string): string => `/shows/${encodeURIComponent(id)}`;

  async function open(id: string): Promise<void> {
    if (show.value?.id !== id) show.value = undefined;
    const outcome = await http.get(at(id), isShow);
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (outcome.ok) show.value = outcome.value;
  }

  /** Sets the thresholds that differ from the defaults; none: all defaults. */
  const save = (thresholds: Record<string, number>): Promise<Failure | undefined> => edit({ thresholds: Object.keys(thresholds).length === 0 ? null : thresholds });

  /** Changes settings as they were last read here. */
  async function edit(payload: Payload<'show.edit'>): Promise<Failure | undefined> {
    const { value } = show;
    if (!value) return undefined;
    const command = { id: newId(), type: 'show.edit', expectedRevision: value.revision, expiresAt: Math.round(clock.now()) + COMMAND_LIFE, payload };
    const send = () => http.send('POST', `${at(value.id)}/commands`, command, isDone);
    let outcome = await send();
    // The same id again tells what became of the first; it is not done twice.
    if (!outcome.ok && ['OFFLINE', 'UNKNOWN', 'OUTCOME_UNKNOWN'].includes(outcome.failure.code)) outcome = await send();
    await open(value.id);
    return outcome.ok ? undefined : outcome.failure;
  }
  return { show, trouble, open, save, edit };
});
