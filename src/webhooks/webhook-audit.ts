import type { AuditAction } from '../domain/audit/actions.ts';
import {
  changesBetween,
  changesOfCreation,
  MASKED_CREATION,
  maskValues,
  type AuditChanges,
  type AuditedFields,
} from '../domain/audit/changes.ts';
import type { WebhookConfiguration } from './webhook-record.ts';

/** What the audit log is told of a webhook's change, beside who made it. */
export interface WebhookAudit {
  readonly action: AuditAction;
  readonly changes?: AuditChanges;
}

/** All that a webhook is made with; a secret, where it has one, is told of, and not told. */
export function creationOf(configuration: WebhookConfiguration, hasSecret: boolean): WebhookAudit {
  const fields = { ...auditedFields(configuration), headers: maskValues(configuration.headers) };
  const secret = hasSecret ? { secret: MASKED_CREATION } : {};
  return { action: 'webhook.created', changes: { ...changesOfCreation(fields), ...secret } };
}

/** Header values are compared as they are, and told as the mask: one that changed shows as a change of nothing. */
export function changesOf(before: WebhookConfiguration, after: WebhookConfiguration): AuditChanges {
  const { headers, ...changes } = changesBetween(auditedFields(before), auditedFields(after));
  if (headers === undefined) return changes;
  return {
    ...changes,
    headers: { before: maskValues(before.headers), after: maskValues(after.headers) },
  };
}

function auditedFields(webhook: WebhookConfiguration): AuditedFields {
  return {
    uid: webhook.uid,
    name: webhook.name,
    description: webhook.description,
    metadata: webhook.metadata,
    url: webhook.url,
    events: webhook.events,
    filter: webhook.filter,
    headers: webhook.headers,
    format: webhook.format,
    retry: webhook.retry,
    timeout_ms: webhook.timeoutMs,
    rate_limit: webhook.rateLimit,
    max_in_flight: webhook.maxInFlight,
    mode: webhook.mode,
    active: webhook.active,
  };
}
