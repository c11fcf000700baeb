import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';

interface SignaturesSearch {
  /** Whose signature it may be; none for a secret that is typed. */
  readonly webhook?: string;
  /** With `request`: what an inbox has kept is looked at. */
  readonly inbox?: string;
  readonly request?: string;
}

export const signaturesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/signatures',
  component: lazyRouteComponent(() => import('./signatures-page.tsx'), 'SignaturesPage'),
  validateSearch: (search: Record<string, unknown>): SignaturesSearch =>
    Object.fromEntries(
      ['webhook', 'inbox', 'request'].flatMap((name) => {
        const value = search[name];
        return typeof value === 'string' && value !== '' ? [[name, value]] : [];
      }),
    ),
});
