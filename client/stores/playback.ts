import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { useLive } from '../live/live.ts';
import type { Failure } from '../live/http.ts';

export const SPEEDS = [1, 5, 10, 30, 60] as const;

/** The controls of a playback. Times are Unix ms of the show that plays. */
export const usePlayback = defineStore('playback', () => {
  const { player } = useLive();
  const at = ref(0);
  const begin = ref(0);
  const end = ref(0);
  const playing = ref(false);
  const speed = ref(1);
  const waiting = ref(true);
  const trouble = shallowRef<Failure>();
  /** Grows with every leap: what is on screen belongs to another moment, and is made anew. */
  const leaps = ref(0);
  player?.onChange(() => {
    at.value = player.at;
    begin.value = player.begin;
    end.value = player.end;
    playing.value = player.playing;
    speed.value = player.speed;
    waiting.value = player.waiting;
    trouble.value = player.trouble;
  });

  const toggle = (): void => (player?.playing ? player.pause() : player?.play());
  const run = (next: number): void => player?.run(next);
  function seek(moment: number): void {
    if (!player || player.begin === 0) return;
    player.seek(moment);
    leaps.value += 1;
  }
  return { at, begin, end, playing, speed, waiting, trouble, leaps, toggle, run, seek };
});
