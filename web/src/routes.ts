import { overviewRoute } from './pages/overview/overview-route.ts';
import {
  editWebhookRoute,
  newWebhookRoute,
  webhookRoute,
  webhooksRoute,
} from './pages/webhooks/webhooks-route.ts';

/** Every page within the frame: each folder of `pages` exports its routes, which are listed here. */
export const pages = [overviewRoute, webhooksRoute, newWebhookRoute, webhookRoute, editWebhookRoute] as const;
