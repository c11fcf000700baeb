import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';
import { readTailFilter } from './tail-filter.ts';

export const liveTailRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/live',
  validateSearch: readTailFilter,
  component: lazyRouteComponent(() => import('./live-tail-page.tsx'), 'LiveTailPage'),
});
