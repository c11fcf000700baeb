import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import { toPublicId } from '../../domain/ids.ts';
import type { AttemptEnd, TracedAttempt, TracedEvent } from '../../engine/engine-tracer.ts';

/*
 * What spans tell: who and what, how it ended, and never data, secrets, headers, or more of a URL than its origin, since
 * the path is the secret of many a receiver. Names are those of OpenTelemetry's conventions for HTTP, and for messaging,
 * which its package does not call stable yet; `posthorn.…` where they have none.
 */

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Of events that are published together. */
export function publishAttributes(events: readonly TracedEvent[]): Attributes {
  const types = new Set(events.map(({ type }) => type));
  const tenants = new Set(events.map(({ tenantId }) => tenantId));
  const [[type], [tenant]] = [[...types], [...tenants]];
  return {
    'messaging.system': 'posthorn',
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    ...(types.size === 1 && { 'messaging.destination.name': type }),
    ...(events.length > 1 && { 'messaging.batch.message_count': events.length }),
    ...(tenants.size === 1 && tenant !== undefined && { 'posthorn.tenant.id': toPublicId('tenant', tenant) }),
  };
}

export function attemptAttributes(attempt: TracedAttempt): Attributes {
  const { protocol, hostname, port } = new URL(attempt.url);
  return {
    [ATTR_HTTP_REQUEST_METHOD]: 'POST',
    [ATTR_URL_SCHEME]: protocol.slice(0, -1),
    [ATTR_SERVER_ADDRESS]: hostname.replace(/^\[(.*)\]$/, '$1'),
    [ATTR_SERVER_PORT]: port === '' ? DEFAULT_PORTS[protocol] : Number(port),
    ...(attempt.number > 1 && { [ATTR_HTTP_REQUEST_RESEND_COUNT]: attempt.number - 1 }),
    'messaging.message.id': toPublicId('event', attempt.eventId),
    'posthorn.attempt.number': attempt.number,
    'posthorn.delivery.id': toPublicId('delivery', attempt.deliveryId),
    'posthorn.event.type': attempt.eventType,
    'posthorn.tenant.id': toPublicId('tenant', attempt.tenantId),
    'posthorn.webhook.id': toPublicId('webhook', attempt.webhookId),
  };
}

export function attemptEndAttributes({ responseStatus, errorType, outcome }: AttemptEnd): Attributes {
  return {
    'posthorn.outcome': outcome,
    ...(responseStatus !== null && { [ATTR_HTTP_RESPONSE_STATUS_CODE]: responseStatus }),
    ...(errorType !== null && {
      // By the convention, an answer that is an error is known by its status.
      [ATTR_ERROR_TYPE]: errorType === 'http_status' ? String(responseStatus) : errorType,
    }),
  };
}
