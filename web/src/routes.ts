import { deadLettersRoute } from './pages/dead-letters/dead-letters-route.ts';
import { liveTailRoute } from './pages/live-tail/live-tail-route.ts';
import { overviewRoute } from './pages/overview/overview-route.ts';
import { newReplayRoute, replayRoute, replaysRoute } from './pages/replays/replays-route.ts';

/** Every page within the frame: each folder of `pages` exports its routes, which are listed here. */
export const pages = [
  overviewRoute,
  ...([replaysRoute, newReplayRoute, replayRoute, deadLettersRoute, liveTailRoute] as const),
] as const;
