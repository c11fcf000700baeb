import { attemptRoute, deliveriesRoute, deliveryRoute } from './pages/deliveries/deliveries-route.ts';
import { eventRoute, eventsRoute, publishRoute } from './pages/events/events-route.ts';
import { overviewRoute } from './pages/overview/overview-route.ts';

/** Every page within the frame: each folder of `pages` exports its routes, which are listed here. */
export const pages = [
  overviewRoute,
  ...([deliveriesRoute, deliveryRoute, attemptRoute] as const),
  ...([eventsRoute, publishRoute, eventRoute] as const),
] as const;
