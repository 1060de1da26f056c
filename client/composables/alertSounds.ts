import { onBeforeUnmount, onMounted, watch } from 'vue';
import { useAlerts } from '../stores/alerts.ts';
import { usePrefs } from '../stores/prefs.ts';
import { useShow } from '../stores/show.ts';
import { useTally } from '../stores/tally.ts';
import { Chime } from './chime.ts';
import { Ear } from './ear.ts';

/** Sounds new alerts for who wants it. Also while the page is out of sight: the eyes are then on the stream, and a sound is all there is. */
export function useAlertSounds(): void {
  const prefs = usePrefs();
  const store = useShow();
  const tally = useTally();
  const alerts = useAlerts();
  const chime = new Chime();
  const ear = new Ear();
  const wake = (): void => {
    if (prefs.sounds) void chime.wake();
  };
  // Heard once as it is switched on: by then the press is there that browsers ask for, and the volume can be set.
  watch(() => prefs.sounds, (on) => {
    if (on) void chime.wake().then(() => chime.play('amber'));
  }, { flush: 'sync' });
  watch(() => store.show?.id, () => ear.forget());
  watch(() => alerts.all, (all) => {
    // Before the show is joined nothing is known, which is not the same as no alerts.
    if (tally.at === 0) return;
    const level = ear.hear(all, store.now());
    if (level && prefs.sounds) chime.play(level);
  }, { immediate: true });
  onMounted(() => {
    for (const press of ['pointerdown', 'keydown']) addEventListener(press, wake, { passive: true });
  });
  onBeforeUnmount(() => {
    for (const press of ['pointerdown', 'keydown']) removeEventListener(press, wake);
    chime.close();
  });
}
