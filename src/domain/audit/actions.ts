/** Kinds of thing that an audit row can be about. */
export const AUDIT_OBJECTS = [
  'tenant',
  'key',
  'webhook',
  'event_type',
  'format',
  'event',
  'delivery',
  'replay',
  'inbox',
  'session',
  'audit',
] as const;
export type AuditObject = (typeof AUDIT_OBJECTS)[number];

/** Those that have no id which is shown: addresses, and the log, know them by their names. */
export const NAMED_AUDIT_OBJECTS = ['event_type', 'format'] as const satisfies readonly AuditObject[];

interface ActionDescription {
  /** Of what is done from SQL to many deliveries: the webhook that was named, or else the tenant. */
  readonly object: AuditObject;
  /** For docs/audit.md. */
  readonly when: string;
}

/** The closed catalogue of what leaves an audit row; the words before the dot are not always the object's. */
export const AUDIT_ACTIONS = {
  'tenant.created': { object: 'tenant', when: 'A tenant is made.' },
  'tenant.updated': { object: 'tenant', when: 'Its name, its uid or what it asks of events changes.' },
  'key.created': {
    object: 'key',
    when: 'An API key is made; the first one of an installation by the system.',
  },
  'key.updated': { object: 'key', when: 'Its name, its scopes or its end change.' },
  'key.rotated': { object: 'key', when: 'It gets another secret.' },
  'key.revoked': { object: 'key', when: 'It is revoked.' },
  'webhook.created': {
    object: 'webhook',
    when: 'A webhook is registered, by POST or PUT; the answer showed its secret, if it has one.',
  },
  'webhook.updated': { object: 'webhook', when: 'It gets another version, by PATCH or PUT.' },
  'webhook.deleted': { object: 'webhook', when: 'It is deleted.' },
  'webhook.paused': { object: 'webhook', when: 'It is paused.' },
  'webhook.resumed': { object: 'webhook', when: 'It is resumed.' },
  'webhook.enabled': { object: 'webhook', when: 'It is enabled again.' },
  'webhook.disabled': {
    object: 'webhook',
    when: 'The system disables it for what its receiver answered, or because nothing has been sent to it for 30 days.',
  },
  'webhook.secret_shown': { object: 'webhook', when: 'Somebody looks at a secret that signs.' },
  'webhook.secret_rotated': { object: 'webhook', when: 'It gets another secret by a rotation.' },
  'event_type.created': { object: 'event_type', when: 'An event type is described, by POST or PUT.' },
  'event_type.updated': { object: 'event_type', when: 'Its description changes, by PATCH or PUT.' },
  'event_type.deleted': { object: 'event_type', when: 'It is deleted.' },
  'format.created': { object: 'format', when: 'A wire format is made, by POST or PUT.' },
  'format.updated': {
    object: 'format',
    when: 'It gets another version, by PATCH or PUT, and so do the webhooks that have it.',
  },
  'format.deleted': { object: 'format', when: 'It is deleted.' },
  'event.cancelled': {
    object: 'event',
    when: 'What waits of it is cancelled, for its time or for an attempt.',
  },
  'event.erased': {
    object: 'event',
    when: 'Its data is erased, with all that attempts hold of it; what waited of it is cancelled.',
  },
  'delivery.retried': { object: 'delivery', when: 'A delivery is made due at once by hand.' },
  'delivery.cancelled': { object: 'delivery', when: 'A delivery that waits is ended by hand.' },
  'deliveries.retried': {
    object: 'webhook',
    when: 'From SQL, deliveries of a webhook or of the tenant are made due at once: how many, and which.',
  },
  'deliveries.cancelled': {
    object: 'webhook',
    when: 'From SQL, deliveries of a webhook or of the tenant that wait are ended: how many, and which.',
  },
  'replay.started': {
    object: 'replay',
    when: 'A replay is made: in which mode, by which filter, at which pace, of how many deliveries.',
  },
  'replay.cancelled': { object: 'replay', when: 'A replay is ended by hand before its end.' },
  'inbox.created': { object: 'inbox', when: 'An inbox is made.' },
  'inbox.updated': { object: 'inbox', when: 'What it answers, its name or its end changes.' },
  'inbox.emptied': { object: 'inbox', when: 'The requests that it has kept are removed.' },
  'inbox.deleted': { object: 'inbox', when: 'It is deleted before its end.' },
  'dead_letters.purged': {
    object: 'tenant',
    when: 'Dead letters are removed: how many, and by which filter.',
  },
  'session.started': {
    object: 'session',
    when: 'Somebody signs in at the console, by a key or by the link of a start.',
  },
  'session.ended': { object: 'session', when: 'Somebody signs out of it.' },
  'audit.forgotten': { object: 'audit', when: 'The owner of the database has had old rows removed.' },
} as const satisfies Record<string, ActionDescription>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
export const AUDIT_ACTION_NAMES = Object.keys(AUDIT_ACTIONS) as readonly AuditAction[];
