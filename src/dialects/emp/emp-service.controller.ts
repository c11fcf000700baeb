import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../auth/public.decorator.ts';
import { Requires } from '../../auth/requires.decorator.ts';
import { HealthService } from '../../operations/health.service.ts';
import { answer, failedAnswer, type EmpAnswer } from './emp-answers.ts';
import { EMP_EVENT_TYPES } from './event-types.ts';

const UNAVAILABLE = 503;

type Health = Awaited<ReturnType<HealthService['check']>>;

/** What is asked of the service itself. */
@Controller(['emp/api', 'emp'])
export class EmpServiceController {
  constructor(@Inject(HealthService) private readonly health: HealthService) {}

  @Get('health')
  @Public()
  async check(@Res({ passthrough: true }) response: FastifyReply): Promise<EmpAnswer<Health>> {
    const health = await this.health.check();
    if (health.status !== 'unhealthy') return answer(health);
    response.status(UNAVAILABLE);
    return failedAnswer(health.reasons.join(' '), health);
  }

  /** Not in the documents: what there is to subscribe to. */
  @Get('event-types')
  @Requires('read')
  listEventTypes(): EmpAnswer<readonly { readonly name: string; readonly description: string }[]> {
    return answer(Object.entries(EMP_EVENT_TYPES).map(([name, description]) => ({ name, description })));
  }
}
