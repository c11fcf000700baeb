import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addRateLimitHeaders } from '../http/rate-limit-headers.ts';
import type { RequestLimit } from './request-limit.ts';

/** Tells with every answer how the limit of requests stands. Stands after the access guard; refuses nothing itself. */
export class RequestLimitGuard implements CanActivate {
  constructor(private readonly limit: RequestLimit) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const state = this.limit.stateOf(http.getRequest<FastifyRequest>().raw);
    if (state !== null) addRateLimitHeaders(http.getResponse<FastifyReply>(), state);
    return true;
  }
}
