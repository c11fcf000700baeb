import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { invalidField } from '../domain/errors.ts';
import {
  fingerprintOf,
  IDEMPOTENCY_HEADER,
  IDEMPOTENCY_KEY_MESSAGE,
  IDEMPOTENCY_KEY_PATTERN,
  type Idempotency,
} from '../domain/idempotency.ts';

/** The request's `Idempotency-Key`; undefined where there is none. @throws PosthornError `invalid` */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | undefined =>
    readKey(context.switchToHttp().getRequest<Request>()),
);

/**
 * The request's `Idempotency-Key` with a digest of its body as it was sent, for `createOnce`; null where there is no key.
 * @throws PosthornError `invalid` for a key that none can be
 */
export const RequestIdempotency = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Idempotency | null => {
    const request = context.switchToHttp().getRequest<Request>();
    const key = readKey(request);
    return key === undefined ? null : { key, fingerprint: fingerprintOf(request.body) };
  },
);

/** Tells that nothing was made now: the answer shows what the first request with the key has made. */
export function markReplayed(response: Response): void {
  response.setHeader('Idempotent-Replayed', 'true');
}

function readKey(request: Request): string | undefined {
  const key = request.get(IDEMPOTENCY_HEADER);
  if (key === undefined || IDEMPOTENCY_KEY_PATTERN.test(key)) return key;
  throw invalidField(IDEMPOTENCY_HEADER, IDEMPOTENCY_KEY_MESSAGE);
}
