import { ApiSchema } from '@nestjs/swagger';
import { SCOPES, type Scope } from '../../domain/scopes.ts';
import { Shown, ShownId, ShownTime, ShownTimeOrNull } from '../../http/openapi/shown.ts';

const EXAMPLE_KEY = `ph_01kg9f0kmee00800000000000g_${'5c'.repeat(32)}`;
const KEY_PATTERN = '^ph_[0-9a-z]{26}_[0-9a-f]{64}$';

/** A key as the API shows it: never its secret. */
@ApiSchema({ name: 'ApiKey' })
export class ApiKeyJson {
  @ShownId('key')
  readonly id!: string;

  @ShownId('tenant', { nullable: true, description: 'Null for a key that reaches every tenant.' })
  readonly tenant_id!: string | null;

  @Shown({ example: 'Order service' })
  readonly name!: string;

  @Shown({ enum: SCOPES, isArray: true, example: ['publish'] })
  readonly scopes!: readonly Scope[];

  @ShownTimeOrNull({ description: 'Null for never.' })
  readonly expires_at!: string | null;

  @ShownTimeOrNull({ description: 'To about a minute; null while nobody has used it.' })
  readonly last_used_at!: string | null;

  @ShownTimeOrNull({ description: 'When the secret before the last rotation ends.' })
  readonly previous_secret_expires_at!: string | null;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;
}

@ApiSchema({ name: 'CreatedApiKey' })
export class CreatedApiKeyJson extends ApiKeyJson {
  @Shown({
    type: String,
    nullable: true,
    pattern: KEY_PATTERN,
    description: 'What its holder sends. Shown this once; null where the idempotency key was known.',
    example: EXAMPLE_KEY,
  })
  readonly key!: string | null;
}

@ApiSchema({ name: 'RotatedApiKey' })
export class RotatedApiKeyJson extends ApiKeyJson {
  @Shown({
    pattern: KEY_PATTERN,
    description: 'What its holder sends from now on. Shown this once.',
    example: EXAMPLE_KEY,
  })
  readonly key!: string;
}
