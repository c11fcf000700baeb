import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Preconditions } from './entity-tag.ts';

/** The request's `If-Match` and `If-None-Match`. */
export const RequestPreconditions = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Preconditions => {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
  },
);
