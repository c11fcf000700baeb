import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { SECRET_CHARACTERS_MAX, SECRET_PATTERN } from '../domain/webhook-secrets.ts';
import { Checked } from './checked.ts';
import { MayBeAbsent } from './dto-fields.ts';
import { isStorable, STORABLE_PATTERN, UNSTORABLE } from './text-fields.ts';

function findTextFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (!isStorable(value)) return UNSTORABLE;
  const count = Array.from(value).length;
  return count >= 1 && count <= SECRET_CHARACTERS_MAX
    ? undefined
    : `must be 1 to ${SECRET_CHARACTERS_MAX} characters long`;
}

/** What any format might take for a secret: the service, which knows the format, judges the rest. */
export function IsSecret(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      description,
      anyOf: [
        { pattern: SECRET_PATTERN, description: 'Of `standard` and `svix`.' },
        {
          minLength: 1,
          maxLength: SECRET_CHARACTERS_MAX,
          pattern: STORABLE_PATTERN,
          description: 'Of the others; not beginning `whsk_`.',
        },
      ],
    }),
    MayBeAbsent(),
    IsString(),
    Checked('isSecret', findTextFault),
  );
}
