import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';

type ResponseHeaders = NonNullable<ApiResponseOptions['headers']>;

const text = (description: string, example: string): ResponseHeaders[string] => ({
  description,
  schema: { type: 'string' },
  example,
});

export const ETAG: ResponseHeaders = { ETag: text('The version that is shown.', '"3-m1x2y3z4-active-"') };

export const LOCATION: ResponseHeaders = {
  Location: text('The address of what was made.', '/api/webhooks/wh_01k8qg0k2yf4bt4v1s9zq3r5ea'),
};

export const REPLAYED: ResponseHeaders = {
  'Idempotent-Replayed': text('Present when the idempotency key was known.', 'true'),
};

export const LINK: ResponseHeaders = {
  Link: text('The pages beside this one (RFC 8288).', '</api/deliveries?cursor=AQAB…>; rel="next"'),
  'Preference-Applied': text('Present when `Prefer` was followed (RFC 7240).', 'count=exact'),
};

export const RATE_LIMIT: ResponseHeaders = {
  RateLimit: text(
    'Where a limit applies: what is left of it, and the seconds until it is whole again (draft-ietf-httpapi-ratelimit-headers).',
    '"test-sends";r=12;t=34',
  ),
  'RateLimit-Policy': text('The limit, and the seconds that it holds for.', '"test-sends";q=60;w=60'),
};

/** `If-Match` and `If-None-Match` of a change. */
export function ApiChangePreconditions(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'Changes nothing unless the resource has this ETag; else 412.',
      schema: { type: 'string' },
      example: '"3-m1x2y3z4-active-"',
    }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '`*` changes nothing where the resource is there already; else 412.',
      schema: { type: 'string' },
      example: '*',
    }),
  );
}

/** Of a read: 304 where the client has the version already. */
export function ApiReadPrecondition(): MethodDecorator {
  return ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The ETag of the version that is known; answered 304 while it stands.',
    schema: { type: 'string' },
    example: '"3-m1x2y3z4-active-"',
  });
}

/** What a read answers to a client that has the version already. */
export function ApiNotModified(): MethodDecorator {
  return ApiResponse({ status: 304, description: 'The version is known.' });
}

export function ApiIdempotencyKey(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      '1 to 256 printable characters, kept for 7 days. The same key and body answer what was made first; with another body 422.',
    schema: { type: 'string', minLength: 1, maxLength: 256 },
    example: 'order-4711-paid',
  });
}

/** @param description what can be preferred here */
export function ApiPrefer(description: string, example: string): MethodDecorator {
  return ApiHeader({ name: 'Prefer', required: false, description, schema: { type: 'string' }, example });
}
