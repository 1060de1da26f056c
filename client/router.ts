import { createRouter, createWebHistory, type RouteLocation, type RouteLocationRaw, type Router } from 'vue-router';
import { isShowPage, mainPage, opens } from './stores/pages.ts';
import { useSession } from './stores/session.ts';

/**
 * The pages, each loaded when first opened. `closed` ones need a session.
 * @param words fetches what is still missing of the words of the page at a path.
 */
export function createPages(words: (path: string) => Promise<void>): Router {
  const closed = { closed: true };
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', redirect: '/shows' },
      { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignIn.vue') },
      { path: '/pair', name: 'pair', component: () => import('./pages/Pair.vue') },
      { path: '/tablet', name: 'tablet', component: () => import('./pages/Tablet.vue') },
      { path: '/shows', name: 'shows', component: () => import('./pages/Shows.vue'), meta: closed },
      { path: '/shows/:id/desk', name: 'desk', component: () => import('./pages/Desk.vue'), meta: closed, props: true },
      { path: '/shows/:id/host', name: 'host', component: () => import('./pages/Host.vue'), meta: closed, props: true },
      { path: '/shows/:id/review', name: 'review', component: () => import('./pages/Review.vue'), meta: closed, props: true },
      { path: '/shows/:id/review/report', name: 'report', component: () => import('./pages/Report.vue'), meta: closed, props: true },
      { path: '/shows/:id/review/compare', name: 'compare', component: () => import('./pages/Compare.vue'), meta: closed, props: true },
      { path: '/shows/:id/review/reconcile', name: 'reconcile', component: () => import('./pages/Reconcile.vue'), meta: closed, props: true },
      { path: '/shows/:id/playback', name: 'playback', component: () => import('./pages/Playback.vue'), meta: closed, props: true },
      { path: '/shows/:id/settings/:section?', name: 'show-settings', component: () => import('./pages/ShowSettings.vue'), meta: closed, props: true },
      { path: '/settings/:section?', name: 'settings', component: () => import('./pages/Settings.vue'), meta: closed, props: true },
      { path: '/shows/:id', redirect: (to) => ({ name: 'desk', params: to.params }) },
      { path: '/:rest(.*)*', redirect: '/shows' },
    ],
  });
  router.beforeEach(async (to, from): Promise<boolean | RouteLocationRaw> => {
    // What plays a show cannot follow one, nor the other way round.
    if (from.matched.length > 0 && (to.name === 'playback') !== (from.name === 'playback')) {
      location.assign(to.fullPath);
      return false;
    }
    fetchAhead(to);
    await words(to.path);
    if (!to.meta['closed']) return true;
    const session = useSession();
    await session.load();
    if (!session.person) return { name: 'sign-in', query: { next: to.fullPath } };
    return otherPage(to.name, to.params['id'], session) ?? true;
  });
  return router;
}

/** Fetches a page's script beside whatever else is waited for before it opens; where that fails, the opening says so. */
export function fetchAhead({ matched }: Pick<RouteLocation, 'matched'>): void {
  for (const { components } of matched) {
    const page: unknown = components?.['default'];
    // Every page is loaded when it is asked for: this asks.
    if (typeof page === 'function') (page as () => Promise<unknown>)().catch(() => undefined);
  }
}

/** Where somebody is led who is not made for a page; undefined where they may stay. Also asked when roles change under way. */
export function otherPage(name: unknown, id: unknown, session: ReturnType<typeof useSession>): RouteLocationRaw | undefined {
  const own = session.person?.showId;
  if (own !== undefined) return name === 'host' && id === own ? undefined : { name: 'host', params: { id: own } };
  if (!isShowPage(name) || typeof id !== 'string') return undefined;
  const role = session.roleIn(id);
  // No part in it: the page itself says so, in words.
  if (role === undefined || opens(name, role)) return undefined;
  const main = mainPage(role);
  return opens(main, role) ? { name: main, params: { id } } : { name: 'shows' };
}
