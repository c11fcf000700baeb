import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { ApiPrefer, LINK } from './api-headers.ts';

const CURSOR = { type: 'string', nullable: true, example: null };

/** A page of a list, newest first, and the preference that counts it. */
export function ApiListOf(model: Type): MethodDecorator {
  return applyDecorators(
    ApiPrefer('`count=exact` adds `total`, at most 10,001.', 'count=exact'),
    ApiPageOf(model),
  );
}

/** A page that is never counted. */
export function ApiPageOf(model: Type): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      description: 'A page, newest first.',
      headers: LINK,
      schema: {
        type: 'object',
        required: ['data', 'has_more', 'next_cursor', 'prev_cursor'],
        properties: {
          data: { type: 'array', items: { $ref: getSchemaPath(model) } },
          has_more: {
            type: 'boolean',
            description: 'Whether `next_cursor` leads to older rows.',
            example: false,
          },
          next_cursor: { ...CURSOR, description: 'Older rows.' },
          prev_cursor: { ...CURSOR, description: 'Newer rows.' },
          total: {
            type: 'integer',
            maximum: 10_001,
            description: 'Only where it was asked for.',
            example: 1,
          },
        },
      },
    }),
  );
}
