import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute } from '../settings-route.ts';

export const formatsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/formats',
  component: lazyRouteComponent(() => import('./formats-page.tsx'), 'FormatsPage'),
});

export const formatRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/formats/$name',
  component: lazyRouteComponent(() => import('./format-page.tsx'), 'FormatPage'),
});
