import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { PairingView, type NewPairing } from '../../shared/protocol/access.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { guardOf } from './kept.ts';

const isPairing = guardOf(PairingView);

/** A code that lets one tablet into a show, once, for three minutes. */
export const usePairing = defineStore('pairing', () => {
  const { http, clock } = useLive();
  const offered = shallowRef<PairingView>();

  async function offer(showId: string, wanted: NewPairing): Promise<Failure | undefined> {
    const outcome = await http.send('POST', `/shows/${encodeURIComponent(showId)}/pairings`, wanted, isPairing);
    offered.value = outcome.ok ? outcome.value : undefined;
    return outcome.ok ? undefined : outcome.failure;
  }
  const forget = (): void => void (offered.value = undefined);
  const now = (): number => clock.now();
  return { offered, offer, forget, now };
});
