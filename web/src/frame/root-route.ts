import { createRootRoute } from '@tanstack/react-router';
import { PageFailure } from './page-failure.tsx';
import { PageNotFound } from './page-not-found.tsx';

export const rootRoute = createRootRoute({
  errorComponent: PageFailure,
  notFoundComponent: PageNotFound,
});
