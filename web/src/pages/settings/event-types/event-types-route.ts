import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute } from '../settings-route.ts';

export const eventTypesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/event-types',
  component: lazyRouteComponent(() => import('./event-types-page.tsx'), 'EventTypesPage'),
});

export const eventTypeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/event-types/$name',
  component: lazyRouteComponent(() => import('./event-type-page.tsx'), 'EventTypePage'),
});
