import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';

/** What is set up once and looked at now and then: a place of the sidebar, with pages of its own. */
export const settingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
});

/** The first of its pages that everybody may see. */
export const settingsStartRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to leave a page
    throw redirect({ to: '/settings/event-types', replace: true });
  },
});
