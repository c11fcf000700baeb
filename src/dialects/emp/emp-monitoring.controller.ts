import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../auth/requires.decorator.ts';
import { Tenant } from '../../auth/tenant.ts';
import { answerList } from '../../http/list-answer.ts';
import { PageQuery } from '../../http/pagination.ts';
import { answer, type EmpAnswer } from './emp-answers.ts';
import type { EmpDeliveryJson } from './emp-deliveries.ts';
import type { EmpStatsJson } from './emp-stats.ts';
import { EmpService } from './emp.service.ts';

/** "Monitoring" of all webhooks together. */
@Controller(['emp/api', 'emp'])
@Requires('read')
export class EmpMonitoringController {
  constructor(private readonly emp: EmpService) {}

  @Get('stats/summary')
  async summarize(
    @Tenant() tenantId: string,
  ): Promise<EmpAnswer<EmpStatsJson & { readonly total_webhooks: number }>> {
    return answer(await this.emp.summarize(tenantId));
  }

  @Get('deliveries/recent')
  async listRecent(
    @Tenant() tenantId: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<EmpAnswer<readonly EmpDeliveryJson[]>> {
    const page = await this.emp.listDeliveries(tenantId, null, query);
    return answer(answerList(response, page, (delivery) => delivery, null).data);
  }
}
