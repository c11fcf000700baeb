/** The face of the package: all that there is to import. */
export { WebhookClient } from './webhook-client.ts';
export { WebhookQueue } from './webhook-queue.ts';
export { WebhookRetryService, webhookRetryService } from './webhook-retry.ts';
export { WebhookSignatureService, webhookSignatureService } from './webhook-signatures.ts';
export {
  RETRYABLE_ERRORS,
  WebhookError,
  WebhookNetworkError,
  WebhookRateLimitError,
  WebhookSignatureError,
  WebhookTargetDisabledError,
  WebhookTimeoutError,
  WebhookValidationError,
} from './webhook-errors.ts';
export {
  DEFAULT_RATE_LIMIT_CONFIG,
  DEFAULT_RETRY_CONFIG,
  WebhookDeliveryStatus,
  WebhookErrorType,
  WebhookEventType,
} from './webhook-types.ts';
export type { CompletedRequest, WebhookQueueItem } from './webhook-queue.ts';
export type { SignedPayload, Timestamp, WebhookSignature } from './webhook-signatures.ts';
export type { EmittedEvent, PublishOptions, PublishTransaction, SendOptions } from './event-options.ts';
export type {
  NewWebhookDelivery,
  RateLimitConfig,
  RetryConfig,
  WebhookAttemptError,
  WebhookClientConfig,
  WebhookDelivery,
  WebhookDeliveryAttempt,
  WebhookDeliveryCounts,
  WebhookLog,
  WebhookPayload,
  WebhookStatistics,
  WebhookStoreConfig,
  WebhookTarget,
} from './webhook-types.ts';
