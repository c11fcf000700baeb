import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { findTextsFault } from '../../domain/text-map.ts';
import { SECRET_CHARACTERS_MAX } from '../../domain/webhook-secrets.ts';
import { Checked } from '../../http/checked.ts';
import { IsTime, MayBeAbsent } from '../../http/dto-fields.ts';
import { FORMAT_NAME_PATTERN } from '../../wire/format-faults.ts';

export const BODY_ENCODINGS = ['utf8', 'base64'] as const;
export const TOLERANCE_SECONDS_DEFAULT = 300;
/** Of a received body: each look costs some twenty hashes over it. */
export const CHECKED_BODY_BYTES_MAX = 262_144;
const BODY_CHARACTERS_MAX = 349_528;
const HEADERS_MAX = 100;
const HEADER_CHARACTERS_MAX = 8_192;
const SECRETS_MAX = 5;
const YEAR_SECONDS = 31_536_000;

function findReceivedHeadersFault(value: unknown): string | undefined {
  const fault = findTextsFault(value);
  if (fault !== undefined || typeof value !== 'object' || value === null) return fault;
  const texts = Object.entries(value as Record<string, string>).flat();
  if (texts.length / 2 > HEADERS_MAX) return `must have at most ${HEADERS_MAX} headers`;
  return texts.some((text) => text.length > HEADER_CHARACTERS_MAX)
    ? `must have headers of at most ${HEADER_CHARACTERS_MAX} characters`
    : undefined;
}

/** A request as its receiver has it, and the clock that judges its time. */
export class ReceivedRequestBody {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'As they came, names in any case: up to 100 of at most 8,192 characters.',
    example: { 'webhook-id': 'evt_01h455vb4pex5vsknk084sn02q' },
  })
  @IsObject()
  @Checked('isReceivedHeaders', findReceivedHeadersFault)
  headers!: Record<string, string>;

  @ApiProperty({ description: 'The raw body, at most 256 KiB.', example: '{"type":"order.paid"}' })
  @IsString()
  @MaxLength(BODY_CHARACTERS_MAX)
  body!: string;

  @ApiProperty({ enum: BODY_ENCODINGS, default: 'utf8', description: 'How `body` is written.' })
  @MayBeAbsent()
  @IsIn(BODY_ENCODINGS)
  body_encoding?: (typeof BODY_ENCODINGS)[number];

  @ApiProperty({
    default: TOLERANCE_SECONDS_DEFAULT,
    description: 'How far the time that is signed may be from `now`.',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(YEAR_SECONDS)
  tolerance_seconds?: number;

  @ApiProperty({ description: 'When it was received; the present, where nothing is said.' })
  @MayBeAbsent()
  @IsTime()
  now?: string;
}

export class VerifySignatureBody extends ReceivedRequestBody {
  @ApiProperty({
    description: 'What may have signed it. They are neither kept nor logged, nor answered.',
    example: ['whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SECRETS_MAX)
  @IsString({ each: true })
  @Length(1, SECRET_CHARACTERS_MAX, { each: true })
  secrets!: string[];

  @ApiProperty({
    description: 'The name of a format; every one that the tenant has, where nothing is said.',
    example: 'standard',
  })
  @MayBeAbsent()
  @Matches(FORMAT_NAME_PATTERN, { message: 'must be the name of a format' })
  format?: string;
}
