import { deadLettersRoute } from './pages/dead-letters/dead-letters-route.ts';
import { attemptRoute, deliveriesRoute, deliveryRoute } from './pages/deliveries/deliveries-route.ts';
import { eventRoute, eventsRoute, publishRoute } from './pages/events/events-route.ts';
import { inboxesRoute, inboxRoute } from './pages/inboxes/inboxes-route.ts';
import { liveTailRoute } from './pages/live-tail/live-tail-route.ts';
import { overviewRoute } from './pages/overview/overview-route.ts';
import { newReplayRoute, replayRoute, replaysRoute } from './pages/replays/replays-route.ts';
import { settingsPages } from './pages/settings/settings-pages.ts';
import { signaturesRoute } from './pages/signatures/signatures-route.ts';
import {
  editWebhookRoute,
  newWebhookRoute,
  webhookRoute,
  webhooksRoute,
} from './pages/webhooks/webhooks-route.ts';

/** Every page within the frame: each folder of `pages` exports its routes, which are listed here. */
export const pages = [
  overviewRoute,
  ...([webhooksRoute, newWebhookRoute, webhookRoute, editWebhookRoute] as const),
  ...([deliveriesRoute, deliveryRoute, attemptRoute] as const),
  ...([eventsRoute, publishRoute, eventRoute] as const),
  ...([liveTailRoute, deadLettersRoute, replaysRoute, newReplayRoute, replayRoute] as const),
  ...([inboxesRoute, inboxRoute, signaturesRoute, settingsPages] as const),
] as const;
