import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';
import { fromPublicId, type IdKind } from '../domain/ids.ts';
import { parseTime } from '../domain/rfc3339.ts';
import { ShownId, ShownTime } from './openapi/shown.ts';

/** The field may be absent. Unlike `@IsOptional()` it does not let `null` pass unchecked. */
export function MayBeAbsent(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_dto: object, value: unknown) => value !== undefined),
    ApiProperty({ required: false }),
  );
}

/** The field may be absent, and null asks for its default. */
export function NullIsDefault(): PropertyDecorator {
  return applyDecorators(
    ValidateIf((_dto: object, value: unknown) => value !== undefined && value !== null),
    ApiProperty({ required: false, nullable: true }),
  );
}

/** For a query parameter: decimal digits become a number; any other text stays and fails `@IsInt()`. */
export function QueryInteger(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );
}

/** An RFC 3339 time with its offset (section 5.6). */
export function IsTime(): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'isTime',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && parseTime(value) !== null,
        defaultMessage: () => 'must be an RFC 3339 time such as 2026-01-31T12:00:00Z',
      },
    }),
    ShownTime(),
  );
}

/** The id of something, whether it is there or not. */
export function IsIdOf(kind: IdKind): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'isIdOf',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && fromPublicId(kind, value) !== null,
        defaultMessage: () => `must be the id of ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`,
      },
    }),
    ShownId(kind),
  );
}

/** A body of a change that changes nothing: no field of it was sent. */
export function namesNothing(body: object): boolean {
  return Object.values(body).every((value) => value === undefined);
}
