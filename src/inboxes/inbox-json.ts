import { isUtf8 } from 'node:buffer';
import { toPublicId } from '../domain/ids.ts';
import type { InboxJson, InboxRequestJson } from './inbox-answers.ts';
import { failuresLeft, type InboxRecord, type InboxRequestRecord } from './inbox-record.ts';

/** @param origin before `/inbox/…` in its address */
export function toInboxJson(inbox: InboxRecord, origin: string): InboxJson {
  return {
    id: toPublicId('inbox', inbox.id),
    tenant_id: toPublicId('tenant', inbox.tenantId),
    url: `${origin}/inbox/${inbox.token}`,
    name: inbox.name,
    status: inbox.status,
    delay_ms: inbox.delayMs,
    fail_times: inbox.failTimes,
    failures_left: failuresLeft(inbox),
    fail_status: inbox.failStatus,
    response_body: inbox.responseBody,
    received_count: inbox.receivedCount,
    created_at: inbox.createdAt.toISOString(),
    updated_at: inbox.updatedAt.toISOString(),
    expires_at: inbox.expiresAt.toISOString(),
  };
}

export function toInboxRequestJson(request: InboxRequestRecord): InboxRequestJson {
  const bytes = Buffer.from(request.body);
  // A character that was cut in half makes all of it base64, from which nothing is lost.
  const encoding = isUtf8(bytes) ? 'utf8' : 'base64';
  return {
    id: toPublicId('inbox_request', request.id),
    inbox_id: toPublicId('inbox', request.inboxId),
    method: request.method,
    path: request.path,
    headers: joinHeaders(request.headers),
    body: bytes.toString(encoding),
    body_encoding: encoding,
    body_bytes: request.bodyBytes,
    body_truncated: bytes.length < request.bodyBytes,
    response_status: request.responseStatus,
    received_at: request.receivedAt.toISOString(),
  };
}

/** By lower-case names, as RFC 9110 section 5.3 joins them. */
function joinHeaders(pairs: InboxRequestRecord['headers']): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const present = headers.get(key);
    headers.set(key, present === undefined ? value : `${present}, ${value}`);
  }
  return Object.fromEntries(headers);
}
