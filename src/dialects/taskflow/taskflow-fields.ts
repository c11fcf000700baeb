import type { WebhooksService } from '../../webhooks/webhooks.service.ts';
import type { CreateTaskflowWebhookBody, UpdateTaskflowWebhookBody } from './dto/taskflow-bodies.ts';
import { DELIVERIES_PER_HOUR_MAX, RETRY_COUNT, TIMEOUT_SECONDS, taskflowRetry } from './taskflow-defaults.ts';

type NativeCreation = Parameters<WebhooksService['create']>[1];
type NativeChange = Parameters<WebhooksService['update']>[2];

/** A valid body as the native API would have it. */
export function toNewWebhook(body: CreateTaskflowWebhookBody): NativeCreation {
  const { url, secret_token: secret } = body;
  return {
    ...toWebhookChange({ ...withoutSecret(body), name: body.name }),
    url,
    ...(secret == null ? {} : { secret }),
    format: 'taskflow',
    retry: taskflowRetry(body.retry_count ?? RETRY_COUNT.default),
    timeout_ms: toMs(body.timeout_seconds),
    rate_limit: { per_hour: DELIVERIES_PER_HOUR_MAX },
  };
}

/** What is absent stays absent; null asks for TaskFlow's default. */
export function toWebhookChange(body: UpdateTaskflowWebhookBody): NativeChange {
  const { name, url, events, description, headers, is_active: active } = body;
  const { retry_count: retryCount, timeout_seconds: timeoutSeconds, secret_token: secret } = body;
  return {
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(description === undefined ? {} : { description }),
    ...(headers === undefined ? {} : { headers }),
    ...(active === undefined ? {} : { active: active ?? true }),
    ...(secret === undefined ? {} : { secret }),
    ...(retryCount === undefined ? {} : { retry: taskflowRetry(retryCount ?? RETRY_COUNT.default) }),
    ...(timeoutSeconds === undefined ? {} : { timeout_ms: toMs(timeoutSeconds) }),
  };
}

function withoutSecret({
  secret_token: _secret,
  ...rest
}: CreateTaskflowWebhookBody): UpdateTaskflowWebhookBody {
  return rest;
}

function toMs(timeoutSeconds: number | null | undefined): number {
  return (timeoutSeconds ?? TIMEOUT_SECONDS.default) * 1_000;
}
