import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { SIGNATURE_KINDS, type SignatureKind } from '../domain/webhook-secrets.ts';
import { Shown, ShownTimeOrNull } from '../http/openapi/shown.ts';
import {
  JSON_MODES,
  ROTATIONS,
  SECRET_FORMS,
  SIGNATURE_ENCODINGS,
  type BodyTemplate,
  type JsonMode,
  type SignatureFormat,
  type SignatureScheme,
} from '../wire/wire-format.ts';

@ApiSchema({ name: 'FormatSignatureScheme' })
export class SignatureSchemeJson implements SignatureScheme {
  @Shown({ enum: SIGNATURE_KINDS, example: 'hmac-sha256' })
  readonly algorithm!: SignatureKind;

  @Shown({ enum: SECRET_FORMS, description: 'How the key is read from a secret.', example: 'text' })
  readonly secret!: SignatureScheme['secret'];

  @Shown({ enum: SIGNATURE_ENCODINGS, example: 'hex' })
  readonly encoding!: SignatureScheme['encoding'];

  @Shown({ description: 'One signature in the header.', example: 'sha256={signature}' })
  readonly value!: string;
}

@ApiSchema({ name: 'FormatSignature' })
export class SignatureJson extends SignatureSchemeJson implements SignatureFormat {
  @Shown({ example: 'X-Signature' })
  readonly header!: string;

  @Shown({ description: 'What is signed.', example: '{body}' })
  readonly content!: string;

  @Shown({ description: 'Before the first signature.', example: '' })
  readonly prefix!: string;

  @Shown({ enum: ROTATIONS, example: 'list' })
  readonly rotation!: SignatureFormat['rotation'];

  @Shown({ example: ',' })
  readonly separator!: string;

  @Shown({ description: 'Signs only where a secret was given.', example: false })
  readonly optional!: boolean;

  @Shown({ type: [SignatureSchemeJson], example: [] })
  readonly alternatives!: readonly SignatureSchemeJson[];
}

/** A wire format as the API shows it: every field, the defaults too. */
@ApiSchema({ name: 'Format' })
export class FormatJson {
  @Shown({ example: 'slack-jobs' })
  readonly name!: string;

  @Shown({ example: 'A sentence about each job that has failed.' })
  readonly description!: string;

  @Shown({ description: 'Every tenant has it, and nobody changes it.', example: false })
  readonly built_in!: boolean;

  @Shown({ example: 'Posthorn/1.0' })
  readonly user_agent!: string;

  @Shown({ example: 'application/json' })
  readonly content_type!: string;

  @Shown({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Templates by name.',
    example: { 'X-Event': '{event.type}' },
  })
  readonly headers!: Readonly<Record<string, string>>;

  @Shown({ type: [String], example: [] })
  readonly replaceable_headers!: readonly string[];

  @Shown({ type: SignatureJson, nullable: true, description: 'Null where it does not sign.', example: null })
  readonly signature!: SignatureJson | null;

  @Shown({ enum: JSON_MODES, example: 'verbatim' })
  readonly json!: JsonMode;

  @ApiProperty({
    anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }, { type: 'array', items: {} }],
    description: 'JSON with placeholders.',
    example: { text: 'Job {event.data.job_id} failed' },
  })
  readonly body!: BodyTemplate;

  @Shown({ type: 'integer', nullable: true, description: 'Null of a built-in format.', example: 1 })
  readonly version!: number | null;

  @ShownTimeOrNull({ description: 'Null of a built-in format.' })
  readonly created_at!: string | null;

  @ShownTimeOrNull({ description: 'Null of a built-in format.' })
  readonly updated_at!: string | null;
}

/** What would be sent. */
@ApiSchema({ name: 'FormatPreview' })
export class FormatPreviewJson {
  @Shown({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'By name, in the order and the spelling in which they are sent.',
    example: { 'content-type': 'application/json', 'user-agent': 'Posthorn/1.0' },
  })
  readonly headers!: Readonly<Record<string, string>>;

  @Shown({ description: 'The text whose UTF-8 is sent.', example: '{"text":"Job 4711 failed"}' })
  readonly body!: string;

  @Shown({ type: 'integer', description: 'Bytes of the body.', example: 26 })
  readonly body_bytes!: number;

  @Shown({
    type: String,
    nullable: true,
    description: 'What it is signed with, where a secret was needed and none was given.',
    example: null,
  })
  readonly sample_secret!: string | null;
}
