import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';
import { readChartSpan, readFilter, readTab, type ListFilter, type WebhookPlace } from './webhook-places.ts';

export const webhooksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/webhooks',
  validateSearch: (search: Record<string, unknown>): ListFilter => readFilter(search),
  component: lazyRouteComponent(() => import('./list/webhooks-page.tsx'), 'WebhooksPage'),
});

export const newWebhookRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/webhooks/new',
  component: lazyRouteComponent(() => import('./form/new-webhook-page.tsx'), 'NewWebhookPage'),
});

export const webhookRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/webhooks/$id',
  validateSearch: (search: Record<string, unknown>): WebhookPlace => ({
    ...readTab(search),
    ...readChartSpan(search),
  }),
  component: lazyRouteComponent(() => import('./detail/webhook-page.tsx'), 'WebhookPage'),
});

export const editWebhookRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/webhooks/$id/edit',
  component: lazyRouteComponent(() => import('./form/edit-webhook-page.tsx'), 'EditWebhookPage'),
});
