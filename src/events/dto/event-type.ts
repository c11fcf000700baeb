import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { EVENT_TYPE_PATTERN, RESERVED_TYPE_PREFIX } from '../../domain/matching.ts';

/** A type that clients may publish. */
export function IsEventType(): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'isEventType',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          EVENT_TYPE_PATTERN.test(value) &&
          !value.startsWith(RESERVED_TYPE_PREFIX),
        defaultMessage: () =>
          `must be 1 to 256 of A-Z, a-z, 0-9 and _ . : / -, and not begin with ${RESERVED_TYPE_PREFIX}`,
      },
    }),
    ApiProperty({
      type: String,
      pattern: EVENT_TYPE_PATTERN.source,
      not: { type: 'string', pattern: `^${RESERVED_TYPE_PREFIX.replace('.', '\\.')}` },
      example: 'order.paid',
    }),
  );
}
