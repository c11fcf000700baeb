import { ApiSchema } from '@nestjs/swagger';
import type { Filter } from '../domain/filters/filter-rules.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from '../domain/retry-policy.ts';
import { SIGNATURE_KINDS } from '../domain/webhook-secrets.ts';
import { Shown, ShownId, ShownTime } from '../http/openapi/shown.ts';
import { WEBHOOK_MODES, type WebhookMode } from './webhook-record.ts';
import type { ShownSignature } from './webhook-signing.ts';

export const WEBHOOK_STATES = ['active', 'paused', 'failing', 'disabled'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const INTEGER_OR_NULL = { type: 'integer', nullable: true } as const;
const PUBLIC_KEY = { type: String, pattern: '^whpk_[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$' } as const;
const SECRET_OR_NULL = {
  type: String,
  nullable: true,
  description: 'Null of an `ed25519` key, whose private half is never shown, and where there is none.',
} as const;
const EXAMPLE_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

@ApiSchema({ name: 'RateLimit' })
export class RateLimitJson {
  @Shown({ type: Number, nullable: true, description: 'Every attempt counts.', example: 10 })
  readonly requests_per_second!: number | null;

  @Shown({
    ...INTEGER_OR_NULL,
    description: 'Requests at once after a rest; null for as many as in a second.',
    example: 20,
  })
  readonly burst!: number | null;

  @Shown({
    ...INTEGER_OR_NULL,
    description: 'Deliveries in 3,600 s from the first of them; each counts once, whatever its attempts.',
    example: null,
  })
  readonly per_hour!: number | null;
}

/** A webhook as the API shows it (API.md "Webhooks"). */
@ApiSchema({ name: 'Webhook' })
export class WebhookJson {
  @ShownId('webhook')
  readonly id!: string;

  @ShownId('tenant')
  readonly tenant_id!: string;

  @Shown({ type: String, nullable: true, description: 'Your own name for it.', example: 'billing' })
  readonly uid!: string | null;

  @Shown({ example: 'hooks.example.com' })
  readonly name!: string;

  @Shown({ example: '' })
  readonly description!: string;

  @Shown({ ...TEXTS, example: { team: 'billing' } })
  readonly metadata!: Readonly<Record<string, string>>;

  @Shown({ description: 'Canonical.', example: 'https://hooks.example.com/posthorn' })
  readonly url!: string;

  @Shown({ type: [String], description: 'Empty for every type.', example: ['order.*'] })
  readonly events!: readonly string[];

  @Shown({ type: 'object', additionalProperties: true, nullable: true, example: null })
  readonly filter!: Filter | null;

  @Shown({ ...TEXTS, description: 'The values are masked.', example: { 'X-Team': '***' } })
  readonly headers!: Readonly<Record<string, string>>;

  @Shown({ example: 'standard' })
  readonly format!: string;

  @Shown({
    enum: [...SIGNATURE_KINDS, 'none'],
    description:
      'What its current secret signs with; `none` where the format does not sign, or it has no secret.',
    example: 'hmac-sha256',
  })
  readonly signature!: ShownSignature;

  @Shown({
    ...PUBLIC_KEY,
    nullable: true,
    description: 'What receivers verify `ed25519` signatures with.',
    example: null,
  })
  readonly public_key!: string | null;

  @Shown({
    type: 'object',
    additionalProperties: true,
    description: 'A schedule of delays, or delays that grow.',
    example: DEFAULT_RETRY_POLICY,
  })
  readonly retry!: RetryPolicy;

  @Shown({ type: 'integer', example: 15_000 })
  readonly timeout_ms!: number;

  @Shown({ type: RateLimitJson, nullable: true, example: null })
  readonly rate_limit!: RateLimitJson | null;

  @Shown({ type: 'integer', example: 64 })
  readonly max_in_flight!: number;

  @Shown({
    enum: WEBHOOK_MODES,
    description: '`shadow`: what would be sent is recorded, and not sent.',
    example: 'live',
  })
  readonly mode!: WebhookMode;

  @Shown({ example: true })
  readonly active!: boolean;

  @Shown({
    enum: WEBHOOK_STATES,
    description: '`failing`: its attempts fail, and nothing but a probe at a time is sent to it.',
    example: 'active',
  })
  readonly state!: WebhookState;

  @Shown({ type: String, nullable: true, description: 'Why it is failing or disabled.', example: null })
  readonly state_reason!: string | null;

  @Shown({ type: 'integer', description: 'Grows with every change of its configuration.', example: 1 })
  readonly version!: number;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;
}

@ApiSchema({ name: 'CreatedWebhook' })
export class CreatedWebhookJson extends WebhookJson {
  @Shown({
    type: String,
    nullable: true,
    description:
      'Shown now, and at `GET …/{id}/secret`; null of an `ed25519` key, whose private half is never shown, and of a ' +
      'webhook that has none.',
    example: EXAMPLE_SECRET,
  })
  readonly secret!: string | null;
}

@ApiSchema({ name: 'PreviousSecret' })
export class PreviousSecretJson {
  @Shown({ ...SECRET_OR_NULL, example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  readonly secret!: string | null;

  @Shown({ ...PUBLIC_KEY, nullable: true, example: null })
  readonly public_key!: string | null;

  @ShownTime({ description: 'It signs until then.' })
  readonly expires_at!: string;
}

/** The secrets that sign now. */
@ApiSchema({ name: 'WebhookSecrets' })
export class WebhookSecretsJson {
  @Shown({ ...SECRET_OR_NULL, example: EXAMPLE_SECRET })
  readonly secret!: string | null;

  @Shown({ ...PUBLIC_KEY, nullable: true, description: 'Of an `ed25519` key.', example: null })
  readonly public_key!: string | null;

  @Shown({
    type: [PreviousSecretJson],
    description: 'Those that still sign beside it, the one that stays longest first.',
    example: [],
  })
  readonly previous!: readonly PreviousSecretJson[];
}
