import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { OutsideTenants } from '../auth/tenant.ts';
import { SettingListJson, toSettingListJson } from './setting-answers.ts';
import { SettingsReport } from './settings-report.ts';

@ApiTags('Operations')
@Controller('api/settings')
export class SettingsController {
  constructor(private readonly report: SettingsReport) {}

  @Get()
  @Requires('admin')
  @OutsideTenants()
  @ApiOperation({
    operationId: 'listSettings',
    summary: 'Show what this process is set to',
    description:
      'Every setting, in the order of docs/settings.md, secrets masked. Of the process that answers: others may be set otherwise.',
  })
  @ApiOkResponse({ type: SettingListJson })
  list(): SettingListJson {
    return toSettingListJson(this.report.lines);
  }
}
