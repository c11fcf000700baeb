import type { AuditRow } from '../../../api/audit.ts';

/** What was done, in words: one that is missing here does not compile. */
export const ACTION_WORDS: Readonly<Record<AuditRow['action'], string>> = {
  'tenant.created': 'Tenant created',
  'tenant.updated': 'Tenant updated',
  'key.created': 'Key created',
  'key.updated': 'Key updated',
  'key.rotated': 'Key rotated',
  'key.revoked': 'Key revoked',
  'webhook.created': 'Webhook created',
  'webhook.updated': 'Webhook updated',
  'webhook.deleted': 'Webhook deleted',
  'webhook.paused': 'Webhook paused',
  'webhook.resumed': 'Webhook resumed',
  'webhook.enabled': 'Webhook enabled',
  'webhook.disabled': 'Webhook disabled',
  'webhook.secret_shown': 'Webhook secret shown',
  'webhook.secret_rotated': 'Webhook secret rotated',
  'event_type.created': 'Event type created',
  'event_type.updated': 'Event type updated',
  'event_type.deleted': 'Event type deleted',
  'format.created': 'Format created',
  'format.updated': 'Format updated',
  'format.deleted': 'Format deleted',
  'event.cancelled': 'Event cancelled',
  'event.erased': 'Event erased',
  'delivery.retried': 'Delivery retried',
  'delivery.cancelled': 'Delivery cancelled',
  'deliveries.retried': 'Deliveries retried',
  'deliveries.cancelled': 'Deliveries cancelled',
  'replay.started': 'Replay started',
  'replay.cancelled': 'Replay cancelled',
  'inbox.created': 'Inbox created',
  'inbox.updated': 'Inbox updated',
  'inbox.emptied': 'Inbox emptied',
  'inbox.deleted': 'Inbox deleted',
  'dead_letters.purged': 'Dead letters purged',
  'session.started': 'Session started',
  'session.ended': 'Session ended',
  'audit.forgotten': 'Audit forgotten',
};

export const ACTIONS = Object.keys(ACTION_WORDS) as readonly AuditRow['action'][];

type ActorKind = AuditRow['actor']['kind'];

/** Who it may have been. */
export const ACTOR_WORDS: Readonly<Record<ActorKind, string>> = {
  key: 'A key',
  token: 'A token',
  open: 'Somebody, without a key',
  system: 'Posthorn itself',
  admin_key: 'The operator’s key',
};

export const ACTOR_KINDS = Object.keys(ACTOR_WORDS) as readonly ActorKind[];
