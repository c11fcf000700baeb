import type { FastifyReply } from 'fastify';
import { toPublicId } from '../../domain/ids.ts';
import type { ApiKeyJson } from './api-key-answers.ts';
import type { ApiKeyRecord } from './api-key-record.ts';

export function toApiKeyJson(key: ApiKeyRecord): ApiKeyJson {
  return {
    id: toPublicId('key', key.id),
    tenant_id: key.tenantId === null ? null : toPublicId('tenant', key.tenantId),
    name: key.name,
    scopes: key.scopes,
    expires_at: timeOrNull(key.expiresAt),
    last_used_at: timeOrNull(key.lastUsedAt),
    previous_secret_expires_at: timeOrNull(key.previousSecretExpiresAt),
    created_at: key.createdAt.toISOString(),
    updated_at: key.updatedAt.toISOString(),
  };
}

/** With its entity tag, by which 304 is answered to a GET that knows it. */
export function showApiKey(response: FastifyReply, key: ApiKeyRecord): ApiKeyJson {
  response.header('ETag', apiKeyTag(key));
  return toApiKeyJson(key);
}

/** Strong: each change is a version, and the time of the last use is shown beside it. */
export function apiKeyTag({ id, version, lastUsedAt }: ApiKeyRecord): string {
  const used = lastUsedAt === null ? '' : `-${lastUsedAt.getTime().toString(36)}`;
  return `"${version}-${id}${used}"`;
}

function timeOrNull(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
