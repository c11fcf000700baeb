import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tenantContextOf } from '../auth/tenant.ts';
import { PosthornError } from '../domain/errors.ts';
import { secondsToReset } from '../domain/rate-limit-state.ts';
import { addRateLimitHeaders } from '../http/rate-limit-headers.ts';
import { TestSendLimit } from './test-send-limit.ts';

/** Stands before validation, so that every answer after it, refusals too, tells the limit. */
@Injectable()
export class TestSendLimitGuard implements CanActivate {
  constructor(private readonly limit: TestSendLimit) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { tenantId } = tenantContextOf(http.getRequest<FastifyRequest>());
    const decision = await this.limit.count(tenantId);
    addRateLimitHeaders(http.getResponse<FastifyReply>(), decision);
    if (!decision.isAllowed) {
      throw new PosthornError('rate_limited', { retryAfterSeconds: secondsToReset(decision) });
    }
    return true;
  }
}
