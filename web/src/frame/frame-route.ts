import { createRoute, redirect } from '@tanstack/react-router';
import { isUnauthenticated } from '../api/api-error.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { Frame } from './frame.tsx';
import { PageFailure } from './page-failure.tsx';
import { rootRoute } from './root-route.ts';

/** What is around every page, for whoever is signed in; others are led to where they can. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: Frame,
  errorComponent: PageFailure,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.query({ ...sessionQuery, staleTime: 'static' });
    } catch (error) {
      if (!isUnauthenticated(error)) throw error;
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to leave a page
      throw redirect({ to: '/sign-in', search: { back: location.href } });
    }
  },
});
