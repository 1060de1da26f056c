import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Whether the server offers devices something to trust, having made its certificate itself; undefined until it has answered. */
export const useTrust = defineStore('trust', () => {
  const offered = ref<boolean>();
  async function load(): Promise<void> {
    // Without an answer the way to it is offered: it is asked for again by pressing it.
    const answer = await fetch('/ca.crt', { method: 'HEAD' }).catch(() => undefined);
    offered.value = answer?.status !== 204;
  }
  return { offered, load };
});
