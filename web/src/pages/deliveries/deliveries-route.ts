import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { attemptQuery } from '../../api/deliveries.ts';
import { queryClient } from '../../api/query-client.ts';
import { frameRoute } from '../../frame/frame-route.ts';
import { deliveriesSearchOf } from './deliveries-search.ts';

export const deliveriesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/deliveries',
  validateSearch: deliveriesSearchOf,
  component: lazyRouteComponent(() => import('./deliveries-page.tsx'), 'DeliveriesPage'),
});

export const deliveryRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/deliveries/$id',
  /** Which of its attempts is looked at; the last one, where nothing is said. */
  validateSearch: ({ attempt }: Record<string, unknown>): { attempt?: number } =>
    typeof attempt === 'number' && Number.isInteger(attempt) ? { attempt } : {},
  component: lazyRouteComponent(() => import('./delivery-page.tsx'), 'DeliveryPage'),
});

/** An attempt is shown with its delivery. */
export const attemptRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/attempts/$id',
  beforeLoad: async ({ params: { id } }) => {
    const { delivery_id: deliveryId, number } = await queryClient.query(attemptQuery(id));
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to leave a page
    throw redirect({ to: '/deliveries/$id', params: { id: deliveryId }, search: { attempt: number } });
  },
});
