import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownId, ShownTime } from '../http/openapi/shown.ts';
import { VALIDATION_MODES, type ValidationMode } from './tenant-record.ts';

/** A tenant as the API shows it. */
@ApiSchema({ name: 'Tenant' })
export class TenantJson {
  @ShownId('tenant')
  readonly id!: string;

  @Shown({ type: String, nullable: true, example: 'acme' })
  readonly uid!: string | null;

  @Shown({ example: 'Acme' })
  readonly name!: string;

  @Shown({
    enum: VALIDATION_MODES,
    description:
      'What becomes of an event whose data breaks the schema of its type: nothing, a warning, a refusal.',
    example: 'off',
  })
  readonly validation!: ValidationMode;

  @ShownTime()
  readonly created_at!: string;

  @ShownTime()
  readonly updated_at!: string;
}
