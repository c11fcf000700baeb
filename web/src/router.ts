import { createRouter } from '@tanstack/react-router';
import { isUnauthenticated } from './api/api-error.ts';
import { queryClient } from './api/query-client.ts';
import { consolePath } from './base-path.ts';
import { frameRoute } from './frame/frame-route.ts';
import { rootRoute } from './frame/root-route.ts';
import { signInRoute } from './pages/sign-in/sign-in-route.ts';
import { pages } from './routes.ts';

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, frameRoute.addChildren(pages)]),
  basepath: consolePath,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** A session that ends while somebody looks leads to the page where the next one begins, and back. */
queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type !== 'updated' || !isUnauthenticated(query.state.error)) return;
  const { pathname, href } = router.state.location;
  if (pathname.endsWith('/sign-in')) return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in', search: { back: href } });
});
