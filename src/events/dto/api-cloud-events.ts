import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { CLOUD_EVENT_BATCH_TYPE } from '../../http/json-content-type.ts';
import { ALSO_CONSUMES_EXTENSION } from '../../http/openapi/api-problems.ts';

const EXAMPLE = {
  specversion: '1.0',
  type: 'order.paid',
  source: '/shop',
  id: '4711-paid',
  data: { order_id: 4711, total: '99.90' },
};

/** The body's other media type, beside `application/json`. */
export function ApiCloudEvents(model: Type, mediaType: string): MethodDecorator {
  const isBatch = mediaType === CLOUD_EVENT_BATCH_TYPE;
  const event = { $ref: getSchemaPath(model) };
  const schema = isBatch ? { type: 'array', minItems: 1, maxItems: 1_000, items: event } : event;
  return applyDecorators(
    ApiExtraModels(model),
    ApiExtension(ALSO_CONSUMES_EXTENSION, {
      [mediaType]: { schema, example: isBatch ? [EXAMPLE] : EXAMPLE },
    }),
  );
}
