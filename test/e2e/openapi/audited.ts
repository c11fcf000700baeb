import type { AuditAction } from '../../../src/domain/audit/actions.ts';
import type { operations } from '../../support/api-types.ts';

type Id = keyof operations;

/** What the log says of an operation that succeeded, by its status. An idempotent repetition is none. */
export const AUDITED: Readonly<Partial<Record<Id, Readonly<Record<number, AuditAction>>>>> = {
  createTenant: { 201: 'tenant.created' },
  updateTenant: { 200: 'tenant.updated' },
  createApiKey: { 201: 'key.created' },
  updateApiKey: { 200: 'key.updated' },
  rotateApiKey: { 200: 'key.rotated' },
  revokeApiKey: { 204: 'key.revoked' },
  createWebhook: { 201: 'webhook.created' },
  updateWebhook: { 200: 'webhook.updated' },
  putWebhook: { 200: 'webhook.updated', 201: 'webhook.created' },
  deleteWebhook: { 204: 'webhook.deleted' },
  pauseWebhook: { 200: 'webhook.paused' },
  resumeWebhook: { 200: 'webhook.resumed' },
  enableWebhook: { 200: 'webhook.enabled' },
  getWebhookSecret: { 200: 'webhook.secret_shown' },
  rotateWebhookSecret: { 200: 'webhook.secret_rotated' },
  createEventType: { 201: 'event_type.created' },
  updateEventType: { 200: 'event_type.updated' },
  putEventType: { 200: 'event_type.updated', 201: 'event_type.created' },
  deleteEventType: { 204: 'event_type.deleted' },
  createFormat: { 201: 'format.created' },
  updateFormat: { 200: 'format.updated' },
  putFormat: { 200: 'format.updated', 201: 'format.created' },
  deleteFormat: { 204: 'format.deleted' },
  cancelEvent: { 200: 'event.cancelled' },
  eraseEvent: { 200: 'event.erased' },
  retryDelivery: { 202: 'delivery.retried' },
  cancelDelivery: { 200: 'delivery.cancelled' },
  createReplay: { 202: 'replay.started' },
  cancelReplay: { 200: 'replay.cancelled' },
  createInbox: { 201: 'inbox.created' },
  updateInbox: { 200: 'inbox.updated' },
  deleteInbox: { 204: 'inbox.deleted' },
  emptyInbox: { 204: 'inbox.emptied' },
  startConsoleSession: { 201: 'session.started' },
  endConsoleSession: { 204: 'session.ended' },
  purgeDeadLetters: { 200: 'dead_letters.purged' },
};

/** Successes of an operation above that change nothing. */
export const UNCHANGING: Readonly<Partial<Record<Id, readonly number[]>>> = {
  createReplay: [200], // a dry run
};

/** What is no GET and changes nothing that the log is about. */
export const UNAUDITED: Readonly<Partial<Record<Id, string>>> = {
  publishEvent: 'An event is a row of its own that is never changed; there are thousands a second.',
  publishEvents: 'As a single event.',
  explainEvent: 'Reads.',
  matchEvents: 'Reads.',
  previewFormat: 'Reads.',
  verifySignature: 'Reads.',
  verifyWebhookSignature: 'Reads, and tells neither secrets nor signatures.',
  testUrl: 'Stores nothing; each send is a line of the process’s log.',
  testWebhook: 'As a test of a URL.',
};
