import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { EVENT_TYPE_PATTERN, RESERVED_TYPE_PREFIX } from '../domain/matching.ts';

/** Whether clients may publish it. */
export function isPublishableType(type: string): boolean {
  return EVENT_TYPE_PATTERN.test(type) && !type.startsWith(RESERVED_TYPE_PREFIX);
}

/** A type that clients may publish. */
export function IsEventType(): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'isEventType',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isPublishableType(value),
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
