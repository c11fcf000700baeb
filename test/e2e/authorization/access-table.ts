import type { Scope } from '../../../src/domain/scopes.ts';
import type { operations } from '../../support/api-types.ts';

/** What an operation asks of its caller, and what it answers to one who may call it where nothing is there yet. */
export interface AccessRow {
  /** Null for everyone. */
  readonly scope: Scope | null;
  /** A key of one tenant does not do. */
  readonly needsEveryTenant?: true;
  /** A token (JWT) does not do. */
  readonly needsKey?: true;
  readonly answer: number;
}

const open = (answer: number): AccessRow => ({ scope: null, answer });
const to = (scope: Scope, answer: number): AccessRow => ({ scope, answer });
const toEveryTenant = (scope: Scope, answer: number): AccessRow => ({
  scope,
  answer,
  needsEveryTenant: true,
});

/** Every operation of openapi.json: one that is missing here does not compile. */
export const ACCESS_TABLE: Readonly<Record<keyof operations, AccessRow>> = {
  getHealth: open(200),
  getLiveness: open(200),
  getReadiness: open(200),
  getMetrics: open(200),
  getOpenApi: open(200),

  publishEvent: to('publish', 202),
  publishEvents: to('publish', 202),
  explainEvent: to('read', 200),
  listEvents: to('read', 200),
  getEvent: to('read', 404),
  cancelEvent: to('manage', 404),
  eraseEvent: to('manage', 404),
  listDeliveriesOfEvent: to('read', 404),

  createWebhook: to('manage', 201),
  matchEvents: to('read', 200),
  listWebhooks: to('read', 200),
  getWebhook: to('read', 404),
  updateWebhook: to('manage', 404),
  putWebhook: to('manage', 201),
  deleteWebhook: to('manage', 404),
  pauseWebhook: to('manage', 404),
  resumeWebhook: to('manage', 404),
  enableWebhook: to('manage', 404),
  testUrl: to('manage', 200),
  testWebhook: to('manage', 404),
  verifyWebhookSignature: to('manage', 404),
  getWebhookSnippets: to('read', 404),
  listDeliveriesOfWebhook: to('read', 404),
  getWebhookStats: to('read', 404),
  getWebhookSecret: to('secrets', 404),
  rotateWebhookSecret: to('secrets', 404),

  listDeliveries: to('read', 200),
  listDeliveriesAtRoot: to('read', 200),
  listRecentDeliveries: to('read', 200),
  listRecentDeliveriesAtRoot: to('read', 200),
  getDelivery: to('read', 404),
  getDeliveryAtRoot: to('read', 404),
  retryDelivery: to('manage', 404),
  cancelDelivery: to('manage', 404),
  createReplay: to('manage', 202),
  listReplays: to('read', 200),
  getReplay: to('read', 404),
  cancelReplay: to('manage', 404),
  purgeDeadLetters: to('manage', 422),
  getAttempt: to('read', 404),
  streamAttempts: to('read', 200),
  getStatsSummary: to('read', 200),
  getStatsTimeseries: to('read', 200),

  createEventType: to('manage', 201),
  listEventTypes: to('read', 200),
  getEventType: to('read', 404),
  updateEventType: to('manage', 404),
  putEventType: to('manage', 201),
  deleteEventType: to('manage', 404),

  createFormat: to('manage', 201),
  listFormats: to('read', 200),
  previewFormat: to('read', 200),
  verifySignature: to('read', 200),
  getFormat: to('read', 404),
  updateFormat: to('manage', 404),
  putFormat: to('manage', 201),
  deleteFormat: to('manage', 404),

  createInbox: to('manage', 201),
  listInboxes: to('read', 200),
  getInbox: to('read', 404),
  updateInbox: to('manage', 404),
  deleteInbox: to('manage', 404),
  listInboxRequests: to('read', 404),
  emptyInbox: to('manage', 404),

  listAudit: to('read', 200),
  listInstallationAudit: toEveryTenant('admin', 200),
  getRetention: to('read', 200),
  getInstallationRetention: toEveryTenant('admin', 200),
  listSettings: toEveryTenant('admin', 200),

  startConsoleSession: { scope: 'read', needsKey: true, answer: 201 },
  getConsoleSession: to('read', 200),
  endConsoleSession: to('read', 404),

  createTenant: toEveryTenant('admin', 201),
  listTenants: toEveryTenant('read', 200),
  getTenant: toEveryTenant('read', 404),
  getTenantUsage: toEveryTenant('read', 404),
  updateTenant: toEveryTenant('admin', 404),

  createApiKey: to('admin', 201),
  listApiKeys: to('admin', 200),
  getApiKey: to('admin', 404),
  updateApiKey: to('admin', 404),
  revokeApiKey: to('admin', 404),
  rotateApiKey: to('admin', 404),
};
