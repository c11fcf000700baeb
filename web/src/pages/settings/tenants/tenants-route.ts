import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { settingsRoute } from '../settings-route.ts';

export const tenantsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/tenants',
  component: lazyRouteComponent(() => import('./tenants-page.tsx'), 'TenantsPage'),
});

export const tenantRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/tenants/$id',
  component: lazyRouteComponent(() => import('./tenant-page.tsx'), 'TenantPage'),
});
