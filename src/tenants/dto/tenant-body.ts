import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, Matches, ValidateNested } from 'class-validator';
import { findUidFault, ID_BEGINNING, UID_PATTERN } from '../../domain/uid.ts';
import { Checked } from '../../http/checked.ts';
import { NullIsDefault } from '../../http/dto-fields.ts';
import { NAME_MESSAGE, NAME_PATTERN } from '../../http/text-fields.ts';
import { QuotasBody } from './quotas-body.ts';
import { RetentionBody } from './retention-body.ts';
import { VALIDATION_MODES, type ValidationMode } from '../tenant-record.ts';

/** What a caller decides about a tenant, new or there: what is absent stays as it is; null asks for the default. */
export class TenantBody {
  @ApiProperty({
    type: String,
    pattern: UID_PATTERN.source,
    not: { type: 'string', pattern: ID_BEGINNING.source },
    description: 'A name of your own, accepted wherever its id is; it must not begin like an id.',
    example: 'acme',
  })
  @NullIsDefault()
  @Checked('isUid', findUidFault)
  uid?: string | null;

  @NullIsDefault()
  @Matches(NAME_PATTERN, { message: NAME_MESSAGE })
  name?: string | null;

  @NullIsDefault()
  @IsIn(VALIDATION_MODES)
  validation?: ValidationMode | null;

  @ApiProperty({
    description: 'Each that is absent stays as it is; null asks for the installation’s default.',
  })
  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => QuotasBody)
  quotas?: QuotasBody | null;

  @ApiProperty({
    description:
      'Each that is absent stays as it is; null asks for what the installation keeps, which none may exceed.',
  })
  @NullIsDefault()
  @IsObject()
  @ValidateNested()
  @Type(() => RetentionBody)
  retention?: RetentionBody | null;
}
