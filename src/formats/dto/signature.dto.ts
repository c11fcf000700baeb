import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, Matches, ValidateNested } from 'class-validator';
import { SIGNATURE_KINDS } from '../../domain/webhook-secrets.ts';
import { MayBeAbsent, NullIsDefault } from '../../http/dto-fields.ts';
import type { GivenScheme, GivenSignature } from '../../wire/complete-format.ts';
import { ROTATIONS, SECRET_FORMS, SIGNATURE_ENCODINGS } from '../../wire/wire-format.ts';

const ALTERNATIVES_MAX = 3;
const TEMPLATE = /^[\x20-\x7e]{1,512}$/;
const TEMPLATE_MESSAGE = 'must be 1 to 512 printable ASCII characters';

/** How one kind of secret signs. */
export class SignatureSchemeBody {
  @ApiProperty({ enum: SIGNATURE_KINDS, default: 'hmac-sha256' })
  @NullIsDefault()
  @IsIn(SIGNATURE_KINDS)
  algorithm?: GivenScheme['algorithm'];

  @ApiProperty({
    enum: SECRET_FORMS,
    description:
      'How the key is read from a secret: `text` is its bytes in UTF-8, `whsec` base64 behind the prefix. `whsk` belongs ' +
      'to ed25519, and is the default there; `text` is elsewhere.',
    example: 'text',
  })
  @NullIsDefault()
  @IsIn(SECRET_FORMS)
  secret?: GivenScheme['secret'];

  @ApiProperty({ enum: SIGNATURE_ENCODINGS, default: 'hex', description: 'Of `{signature}`.' })
  @NullIsDefault()
  @IsIn(SIGNATURE_ENCODINGS)
  encoding?: GivenScheme['encoding'];

  @ApiProperty({
    type: String,
    default: '{signature}',
    description: 'One signature in the header.',
    example: 'sha256={signature}',
  })
  @NullIsDefault()
  @Matches(TEMPLATE, { message: TEMPLATE_MESSAGE })
  value?: string | null;
}

/** How requests are signed. */
export class SignatureBody extends SignatureSchemeBody {
  @ApiProperty({ description: 'The name of the header.', example: 'X-Signature' })
  @Matches(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/, {
    message: 'must be a header name of at most 100 characters',
  })
  header!: string;

  @ApiProperty({
    type: String,
    default: '{body}',
    description: 'What is signed; `{body}` stands in it once.',
    example: '{attempt.timestamp|s}.{body}',
  })
  @NullIsDefault()
  @Matches(TEMPLATE, { message: TEMPLATE_MESSAGE })
  content?: string | null;

  @ApiProperty({
    type: String,
    default: '',
    description: 'Before the first signature.',
    example: 't={attempt.timestamp|s},',
  })
  @NullIsDefault()
  @Matches(/^[\x20-\x7e]{0,512}$/, { message: 'must be at most 512 printable ASCII characters' })
  prefix?: string | null;

  @ApiProperty({
    enum: ROTATIONS,
    default: 'list',
    description:
      'While secrets overlap: one signature a secret in the one header, or the one before in a header named `…-Previous`.',
  })
  @NullIsDefault()
  @IsIn(ROTATIONS)
  rotation?: GivenSignature['rotation'];

  @ApiProperty({ type: String, default: ',', description: 'Between the signatures of a list.', example: ' ' })
  @NullIsDefault()
  @Matches(/^[\x20-\x7e]{1,8}$/, { message: 'must be 1 to 8 printable ASCII characters' })
  separator?: string | null;

  @ApiProperty({ default: false, description: 'Signs only where a secret was given; none is generated.' })
  @NullIsDefault()
  @IsBoolean()
  optional?: boolean | null;

  @ApiProperty({ description: 'For secrets of other kinds, in the same header.', example: [] })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(ALTERNATIVES_MAX)
  @IsObject({ each: true, message: 'must hold JSON objects' })
  @ValidateNested({ each: true })
  @Type(() => SignatureSchemeBody)
  alternatives?: SignatureSchemeBody[];
}
