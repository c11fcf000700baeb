import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';

export const inboxesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/inboxes',
  component: lazyRouteComponent(() => import('./inboxes-page.tsx'), 'InboxesPage'),
});

export const inboxRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/inboxes/$id',
  component: lazyRouteComponent(() => import('./inbox-page.tsx'), 'InboxPage'),
  /** `request` is the one that is shown; none for the newest. */
  validateSearch: ({ request }: Record<string, unknown>): { request?: string } =>
    typeof request === 'string' && request !== '' ? { request } : {},
});
