import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';
import { searchTexts } from '../../parts/search-texts.ts';

export const deadLettersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/dead-letters',
  validateSearch: (search: Record<string, unknown>): { webhook_id?: string } =>
    searchTexts(search, ['webhook_id']),
  component: lazyRouteComponent(() => import('./dead-letters-page.tsx'), 'DeadLettersPage'),
});
