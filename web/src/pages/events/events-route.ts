import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';
import { eventsSearchOf } from './events-search.ts';

export const eventsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/events',
  validateSearch: eventsSearchOf,
  component: lazyRouteComponent(() => import('./events-page.tsx'), 'EventsPage'),
});

export const publishRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/events/publish',
  component: lazyRouteComponent(() => import('./publish-page.tsx'), 'PublishPage'),
});

export const eventRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/events/$id',
  component: lazyRouteComponent(() => import('./event-page.tsx'), 'EventPage'),
});
