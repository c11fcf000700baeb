import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Public } from '../auth/public.decorator.ts';
import { HealthService, type Health } from './health.service.ts';

const UNAVAILABLE = 503;

/** For load balancers and people: open to everyone who can reach the port. */
@Public()
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthService) private readonly health: HealthService) {}

  @Get()
  async check(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.health.check();
    if (health.status === 'unhealthy') response.status(UNAVAILABLE);
    return health;
  }

  /** The process answers. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The process can do its work: its database answers. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ status: 'ready' | 'not_ready' }> {
    if (await this.health.isReady()) return { status: 'ready' };
    response.status(UNAVAILABLE);
    return { status: 'not_ready' };
  }
}
