import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/public.decorator.ts';
import { HealthJson, LivenessJson, ReadinessJson } from './health-answers.ts';
import { HealthService } from './health.service.ts';

const UNAVAILABLE = 503;

/** For load balancers and people: open to everyone who can reach the port. */
@ApiTags('Operations')
@Public()
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthService) private readonly health: HealthService) {}

  @Get()
  @ApiOperation({
    operationId: 'getHealth',
    summary: 'Tell how this process and its database are',
    description: 'What receivers answer never makes it worse.',
  })
  @ApiOkResponse({ type: HealthJson, description: 'Healthy or degraded.' })
  @ApiServiceUnavailableResponse({ type: HealthJson, description: 'Unhealthy.' })
  async check(@Res({ passthrough: true }) response: FastifyReply): Promise<HealthJson> {
    const health = await this.health.check();
    if (health.status === 'unhealthy') response.status(UNAVAILABLE);
    return health;
  }

  @Get('live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Tell that the process answers' })
  @ApiOkResponse({ type: LivenessJson })
  live(): LivenessJson {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Tell whether the process can do its work: its database answers',
  })
  @ApiOkResponse({ type: ReadinessJson })
  @ApiServiceUnavailableResponse({ type: ReadinessJson })
  async ready(@Res({ passthrough: true }) response: FastifyReply): Promise<ReadinessJson> {
    if (await this.health.isReady()) return { status: 'ready' };
    response.status(UNAVAILABLE);
    return { status: 'not_ready' };
  }
}
