import { ApiSchema } from '@nestjs/swagger';
import { ACTOR_KINDS, type ActorKind } from '../../domain/audit/actor.ts';
import { SCOPES, type Scope } from '../../domain/scopes.ts';
import { Shown, ShownId, ShownTimeOrNull } from '../../http/openapi/shown.ts';

/** Who asks, and what they may do. */
@ApiSchema({ name: 'ConsoleSession' })
export class ConsoleSessionJson {
  @Shown({ enum: ACTOR_KINDS, description: 'How they were let in.', example: 'key' })
  readonly kind!: ActorKind;

  @Shown({
    type: String,
    nullable: true,
    description: 'What the key is called; null where there is none.',
    example: 'Order service',
  })
  readonly name!: string | null;

  @ShownId('tenant', { description: 'In whose name the request acts.' })
  readonly tenant_id!: string;

  @Shown({ description: 'Whether `Posthorn-Tenant` may name any other.', example: false })
  readonly is_of_every_tenant!: boolean;

  @Shown({ enum: SCOPES, isArray: true, example: ['read', 'manage'] })
  readonly scopes!: readonly Scope[];

  @ShownTimeOrNull({ description: 'When the session ends; null for a request that is by no session.' })
  readonly expires_at!: string | null;

  @Shown({ description: 'Of Posthorn.', example: '0.1.0' })
  readonly version!: string;
}
