import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { OutsideTenants, Tenant } from '../auth/tenant.ts';
import {
  InstallationRetentionReportJson,
  TenantRetentionReportJson,
  toInstallationReportJson,
  toTenantReportJson,
} from './retention-answers.ts';
import { RetentionService } from './retention.service.ts';

/** What is kept how long: of a tenant, and of the installation. */
@ApiTags('Retention')
@Controller('api/retention')
export class RetentionController {
  constructor(private readonly retention: RetentionService) {}

  @Get()
  @Requires('read')
  @ApiOperation({
    operationId: 'getRetention',
    summary: 'Show how long what happened is kept',
    description: 'Of the tenant: by its own days, or the installation’s, and when the oldest goes.',
  })
  @ApiOkResponse({ type: TenantRetentionReportJson })
  async report(@Tenant() tenantId: string): Promise<TenantRetentionReportJson> {
    return toTenantReportJson(await this.retention.reportTenant(tenantId));
  }

  @Get('installation')
  @Requires('admin')
  @OutsideTenants()
  @ApiOperation({
    operationId: 'getInstallationRetention',
    summary: 'Show how long the installation keeps what happened',
    description:
      'Of all tenants together, with an estimate of the rows and the bytes on the database’s disk.',
  })
  @ApiOkResponse({ type: InstallationRetentionReportJson })
  async reportInstallation(): Promise<InstallationRetentionReportJson> {
    return toInstallationReportJson(await this.retention.reportInstallation());
  }
}
