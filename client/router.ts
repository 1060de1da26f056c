import { createRouter, createWebHistory, type Router } from 'vue-router';
import { useSession } from './stores/session.ts';

/** The pages, each loaded when first opened. `closed` ones need a session. */
export function createPages(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', redirect: '/shows' },
      { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignIn.vue') },
      { path: '/shows', name: 'shows', component: () => import('./pages/Shows.vue'), meta: { closed: true } },
      { path: '/shows/:id/desk', name: 'desk', component: () => import('./pages/Desk.vue'), meta: { closed: true }, props: true },
      { path: '/shows/:id', redirect: (to) => ({ name: 'desk', params: to.params }) },
      { path: '/:rest(.*)*', redirect: '/shows' },
    ],
  });
  router.beforeEach(async (to) => {
    if (!to.meta['closed']) return true;
    const session = useSession();
    await session.load();
    return session.person ? true : { name: 'sign-in', query: { next: to.fullPath } };
  });
  return router;
}
