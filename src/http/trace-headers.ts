import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { parseTraceContext, type TraceContext } from '../domain/trace-context.ts';
import { headerOf } from './request-header.ts';

/** In whose trace the request was made; null where in none, or its headers are malformed. */
export const RequestTrace = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TraceContext | null => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return parseTraceContext(headerOf(request, 'traceparent'), headerOf(request, 'tracestate'));
  },
);

export function ApiTrace(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'traceparent',
      required: false,
      description:
        'The trace that every request of the event goes on in (W3C Trace Context). What is malformed is passed over.',
      schema: { type: 'string' },
      example: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }),
    ApiHeader({
      name: 'tracestate',
      required: false,
      description: 'Goes with `traceparent`: up to 32 members in 512 characters.',
      schema: { type: 'string' },
      example: 'rojo=00f067aa0ba902b7',
    }),
  );
}
