import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import type { EventTypeCatalogue } from './dialect.ts';

const SUBSCRIPTIONS_MAX = 200;
export const UNSUPPORTED_TYPE = 'must be one of the event types that the system supports';

/** A list of types of a dialect's catalogue. Not empty: to a webhook an empty list is every type there is. */
export function IsEventList(catalogue: EventTypeCatalogue): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(SUBSCRIPTIONS_MAX),
    IsIn(Object.keys(catalogue), { each: true, message: UNSUPPORTED_TYPE }),
  );
}
