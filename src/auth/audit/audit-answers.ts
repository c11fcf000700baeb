import { ApiSchema } from '@nestjs/swagger';
import { AUDIT_ACTION_NAMES, AUDIT_OBJECTS } from '../../domain/audit/actions.ts';
import { ACTOR_KINDS } from '../../domain/audit/actor.ts';
import { Shown, ShownId, ShownTime } from '../../http/openapi/shown.ts';

/** Who made a change. */
@ApiSchema({ name: 'AuditActor' })
export class AuditActorJson {
  @Shown({ enum: ACTOR_KINDS, example: 'key' })
  readonly kind!: string;

  @Shown({
    type: String,
    nullable: true,
    description: 'The id of a key, the `sub` of a token; null for the others.',
    example: 'key_01kg9f0kmee00800000000000g',
  })
  readonly id!: string | null;

  @Shown({
    type: String,
    nullable: true,
    description: 'What the key was called then; of what was done from SQL, the login.',
    example: 'Order service',
  })
  readonly name!: string | null;
}

/** A change, or a secret that was looked at. */
@ApiSchema({ name: 'AuditRow' })
export class AuditRowJson {
  @ShownId('audit')
  readonly id!: string;

  @ShownId('tenant', { nullable: true, description: 'Null for what belongs to no tenant.' })
  readonly tenant_id!: string | null;

  @Shown({ type: AuditActorJson, example: undefined })
  readonly actor!: AuditActorJson;

  @Shown({ enum: AUDIT_ACTION_NAMES, example: 'webhook.paused' })
  readonly action!: string;

  @Shown({ enum: AUDIT_OBJECTS, example: 'webhook' })
  readonly object_type!: string;

  @Shown({
    type: String,
    nullable: true,
    description:
      'As it stands in addresses: an id, the name of an event type or a format; null for the log itself.',
    example: 'wh_01kg9f0kmee00800000000000g',
  })
  readonly object_id!: string | null;

  @Shown({ type: String, nullable: true, description: 'What it was called then.', example: 'Billing' })
  readonly object_name!: string | null;

  @Shown({
    type: String,
    nullable: true,
    description: 'The `X-Request-Id` of the request; null for what the system did.',
    example: '019c12f0-4e80-7000-8000-00000000000a',
  })
  readonly request_id!: string | null;

  @Shown({
    type: 'object',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: { before: {}, after: {} },
    },
    description:
      'Each field that differs, `before` and `after`; `after` alone where the thing was made. Secrets and header values are `***`.',
    example: { url: { before: 'https://old.example/', after: 'https://new.example/' } },
  })
  readonly changes!: Readonly<Record<string, unknown>>;

  @ShownTime()
  readonly created_at!: string;
}
