import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/public.decorator.ts';
import { Metrics } from './metrics/metrics.ts';

const EXAMPLE = `# HELP posthorn_slots_used Deliveries in flight in this process.
# TYPE posthorn_slots_used gauge
posthorn_slots_used 3
`;

/**
 * For a scraper, which seldom has a key: open, like health, to everyone who can reach the port. It tells numbers of this
 * process and of the whole queue, and names nobody.
 */
@ApiTags('Operations')
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Get()
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'Show the metrics of this process for Prometheus',
    description:
      'Text format 0.0.4. Each process counts for itself; the state of the queue is the same from every process, read at most once a second, and absent while the database does not answer.',
  })
  @ApiOkResponse({
    description: 'Every metric of docs/metrics.md.',
    content: { 'text/plain': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  async get(@Res() response: FastifyReply): Promise<void> {
    const text = await this.metrics.scrape();
    response.header('Content-Type', this.metrics.registry.contentType);
    response.header('Cache-Control', 'no-store');
    response.send(text);
  }
}
