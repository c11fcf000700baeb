import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { Tenant } from '../auth/tenant.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { toDeliveryJson, type DeliveryJson } from './delivery-json.ts';

@Controller('api/deliveries')
export class DeliveryActionsController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Post(':id/retry')
  @HttpCode(202)
  async retry(@Tenant() tenantId: string, @Param('id') id: string): Promise<DeliveryJson> {
    return toDeliveryJson(await this.deliveries.retry(tenantId, id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  async cancel(@Tenant() tenantId: string, @Param('id') id: string): Promise<DeliveryJson> {
    return toDeliveryJson(await this.deliveries.cancel(tenantId, id));
  }
}
