import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../frame/frame-route.ts';
import { readChoice } from './replay-draft.ts';

export const replaysRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/replays',
  component: lazyRouteComponent(() => import('./replays-page.tsx'), 'ReplaysPage'),
});

export const newReplayRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/replays/new',
  validateSearch: readChoice,
  component: lazyRouteComponent(() => import('./new-replay-page.tsx'), 'NewReplayPage'),
});

export const replayRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/replays/$id',
  component: lazyRouteComponent(() => import('./replay-page.tsx'), 'ReplayPage'),
});
