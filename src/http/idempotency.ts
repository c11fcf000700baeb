import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalidField } from '../domain/errors.ts';
import {
  fingerprintOf,
  IDEMPOTENCY_HEADER,
  IDEMPOTENCY_KEY_MESSAGE,
  IDEMPOTENCY_KEY_PATTERN,
  type Idempotency,
} from '../domain/idempotency.ts';
import { headerOf } from './request-header.ts';

/** The request's `Idempotency-Key`; undefined where there is none. @throws PosthornError `invalid` */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | undefined =>
    readKey(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * The request's `Idempotency-Key` with a digest of its body as it was sent, for `createOnce`; null where there is no key.
 * @throws PosthornError `invalid` for a key that none can be
 */
export const RequestIdempotency = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Idempotency | null => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = readKey(request);
    return key === undefined ? null : { key, fingerprint: fingerprintOf(request.body) };
  },
);

/** Tells that nothing was made now: the answer shows what the first request with the key has made. */
export function markReplayed(response: FastifyReply): void {
  response.header('Idempotent-Replayed', 'true');
}

function readKey(request: FastifyRequest): string | undefined {
  const key = headerOf(request, IDEMPOTENCY_HEADER);
  if (key === undefined || IDEMPOTENCY_KEY_PATTERN.test(key)) return key;
  throw invalidField(IDEMPOTENCY_HEADER, IDEMPOTENCY_KEY_MESSAGE);
}
