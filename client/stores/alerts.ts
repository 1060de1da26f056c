import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { Alert } from '../../shared/alerts/alert.ts';
import { useShow } from './show.ts';
import { useTally } from './tally.ts';

/** What is going wrong in the show on screen, and what nobody has taken note of yet. */
export const useAlerts = defineStore('alerts', () => {
  const show = useShow();
  const tally = useTally();

  /** Red first, then the newest. Who took note is read from the document, which is here before the host looks again. */
  const all = computed<readonly Alert[]>(() =>
    tally.alerts.map((alert) => {
      const check = alert.acknowledged ?? show.show?.alerts[alert.id];
      return check ? { ...alert, acknowledged: check } : alert;
    }),
  );
  const open = computed(() => all.value.filter(({ acknowledged }) => !acknowledged));
  const known = computed(() => all.value.filter(({ acknowledged }) => acknowledged));
  const count = (level: Alert['level']): number => open.value.filter((alert) => alert.level === level).length;
  const red = computed(() => count('red'));
  const amber = computed(() => count('amber'));

  return { all, open, known, red, amber };
});
