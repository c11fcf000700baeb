import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute } from '../settings-route.ts';

export const processRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/process',
  component: lazyRouteComponent(() => import('./process-page.tsx'), 'ProcessPage'),
  /** `set` leaves out what is as it is by default. */
  validateSearch: ({ q, set }: Record<string, unknown>): { q?: string; set?: true } => ({
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(set === true ? { set } : {}),
  }),
});
