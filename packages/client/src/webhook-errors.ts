import { WebhookErrorType } from './webhook-types.ts';

/** Whether the same call, or the same request, may well succeed later. */
export const RETRYABLE_ERRORS: Readonly<Record<WebhookErrorType, boolean>> = {
  [WebhookErrorType.NETWORK_ERROR]: true,
  [WebhookErrorType.TIMEOUT_ERROR]: true,
  [WebhookErrorType.INVALID_RESPONSE]: false,
  [WebhookErrorType.RATE_LIMIT_EXCEEDED]: true,
  [WebhookErrorType.SIGNATURE_ERROR]: false,
  [WebhookErrorType.VALIDATION_ERROR]: false,
  [WebhookErrorType.TARGET_DISABLED]: false,
  [WebhookErrorType.UNKNOWN_ERROR]: false,
};

/** Everything that this library throws or rejects with. */
export class WebhookError extends Error {
  readonly type: WebhookErrorType;
  /** Whether the same call may well succeed later. */
  readonly retryable: boolean;

  constructor(type: WebhookErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.type = type;
    this.retryable = RETRYABLE_ERRORS[type];
  }
}

/** The database, or a receiver, cannot be reached. */
export class WebhookNetworkError extends WebhookError {
  constructor(message: string, options?: ErrorOptions) {
    super(WebhookErrorType.NETWORK_ERROR, message, options);
  }
}

/** No answer came in time. */
export class WebhookTimeoutError extends WebhookError {
  constructor(message: string, options?: ErrorOptions) {
    super(WebhookErrorType.TIMEOUT_ERROR, message, options);
  }
}

/** More waits to be stored than is taken on, or a quota of the tenant is used up. */
export class WebhookRateLimitError extends WebhookError {
  constructor(message: string, options?: ErrorOptions) {
    super(WebhookErrorType.RATE_LIMIT_EXCEEDED, message, options);
  }
}

/** Nothing can be signed with what was given. */
export class WebhookSignatureError extends WebhookError {
  constructor(message: string, options?: ErrorOptions) {
    super(WebhookErrorType.SIGNATURE_ERROR, message, options);
  }
}

/** What was given is out of bounds, or names nothing. */
export class WebhookValidationError extends WebhookError {
  constructor(message: string, options?: ErrorOptions) {
    super(WebhookErrorType.VALIDATION_ERROR, message, options);
  }
}

/** The target takes nothing. */
export class WebhookTargetDisabledError extends WebhookError {
  constructor(message: string, options?: ErrorOptions) {
    super(WebhookErrorType.TARGET_DISABLED, message, options);
  }
}
