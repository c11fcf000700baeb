import { auditRoute } from './audit/audit-route.ts';
import { eventTypeRoute, eventTypesRoute } from './event-types/event-types-route.ts';
import { formatRoute, formatsRoute } from './formats/formats-route.ts';
import { keysRoute } from './keys/keys-route.ts';
import { processRoute } from './process/process-route.ts';
import { retentionRoute } from './retention/retention-route.ts';
import { settingsRoute, settingsStartRoute } from './settings-route.ts';
import { tenantRoute, tenantsRoute } from './tenants/tenants-route.ts';

export const settingsPages = settingsRoute.addChildren([
  settingsStartRoute,
  eventTypesRoute,
  eventTypeRoute,
  formatsRoute,
  formatRoute,
  keysRoute,
  tenantsRoute,
  tenantRoute,
  auditRoute,
  retentionRoute,
  processRoute,
]);
