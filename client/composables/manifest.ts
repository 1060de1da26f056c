import { onScopeDispose, watchEffect } from 'vue';

/** While a page is open it is installed as itself: what is put on a tablet's home screen opens this page, not the first one. */
export function useManifest(path: () => string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  if (!link) return;
  const before = link.getAttribute('href') ?? '';
  watchEffect(() => link.setAttribute('href', path()));
  onScopeDispose(() => link.setAttribute('href', before));
}
