import { inboxesRoute, inboxRoute } from './pages/inboxes/inboxes-route.ts';
import { overviewRoute } from './pages/overview/overview-route.ts';
import { settingsPages } from './pages/settings/settings-pages.ts';
import { signaturesRoute } from './pages/signatures/signatures-route.ts';

/** Every page within the frame: each folder of `pages` exports its routes, which are listed here. */
export const pages = [overviewRoute, inboxesRoute, inboxRoute, signaturesRoute, settingsPages] as const;
