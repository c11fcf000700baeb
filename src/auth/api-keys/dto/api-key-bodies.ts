import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { SCOPES, type Scope } from '../../../domain/scopes.ts';
import { IsTime, MayBeAbsent, NullIsDefault } from '../../../http/dto-fields.ts';
import { NAME_MESSAGE, NAME_PATTERN } from '../../../http/text-fields.ts';

const OVERLAP_MAX_SECONDS = 604_800;

export class CreateApiKeyBody {
  @ApiProperty({ example: 'Order service' })
  @Matches(NAME_PATTERN, { message: NAME_MESSAGE })
  name!: string;

  @ApiProperty({ description: '`admin` may do everything.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique({ message: 'must not repeat a scope' })
  @IsIn(SCOPES, { each: true })
  scopes!: Scope[];

  @ApiProperty({ description: 'Lies in the future; null for never.' })
  @NullIsDefault()
  @IsTime()
  expires_at?: string | null;

  @ApiProperty({
    default: false,
    description: 'The key reaches every tenant, and not only the one in whose name it is made.',
  })
  @MayBeAbsent()
  @IsBoolean()
  all_tenants?: boolean;
}

/** What is absent stays as it is. */
export class UpdateApiKeyBody {
  @MayBeAbsent()
  @Matches(NAME_PATTERN, { message: NAME_MESSAGE })
  name?: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique({ message: 'must not repeat a scope' })
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  @ApiProperty({ description: 'Lies in the future; null for never.' })
  @NullIsDefault()
  @IsTime()
  expires_at?: string | null;
}

export class RotateApiKeyBody {
  @ApiProperty({ default: 86_400, description: 'How long the present secret stays good beside the new one.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(OVERLAP_MAX_SECONDS)
  overlap_seconds?: number;
}
