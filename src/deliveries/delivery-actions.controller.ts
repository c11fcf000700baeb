import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Acting, type TenantContext } from '../auth/tenant.ts';
import { ApiProblems } from '../http/openapi/api-problems.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryJson } from './delivery-answers.ts';
import { toDeliveryJson } from './delivery-json.ts';

@ApiTags('Deliveries')
@Controller('api/deliveries')
@Requires('manage')
export class DeliveryActionsController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Post(':id/retry')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryDelivery',
    summary: 'Try a delivery again at once',
    description:
      'One that had ended gets a fresh budget of attempts. 409 while it is in progress, or its webhook is deleted.',
  })
  @ApiAcceptedResponse({ type: DeliveryJson })
  @ApiProblems('not_found', 'conflict')
  async retry(@Acting() by: TenantContext, @Param('id') id: string): Promise<DeliveryJson> {
    return toDeliveryJson(await this.deliveries.retry(by, id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelDelivery',
    summary: 'Cancel a delivery that waits',
    description: '409 while it is in progress, and when it has ended.',
  })
  @ApiOkResponse({ type: DeliveryJson })
  @ApiProblems('not_found', 'conflict')
  async cancel(@Acting() by: TenantContext, @Param('id') id: string): Promise<DeliveryJson> {
    return toDeliveryJson(await this.deliveries.cancel(by, id));
  }
}
