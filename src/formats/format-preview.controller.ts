import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../auth/requires.decorator.ts';
import { Tenant } from '../auth/tenant.ts';
import { PreviewFormatBody } from './dto/preview-format.dto.ts';
import { FormatPreviewJson } from './format-answers.ts';
import { PREVIEW_EXAMPLES } from './format-examples.ts';
import { FormatPreview } from './format-preview.ts';

@ApiTags('Formats')
@Controller('api/formats/preview')
export class FormatPreviewController {
  constructor(private readonly preview: FormatPreview) {}

  @Post()
  @HttpCode(200)
  @Requires('read')
  @ApiOperation({
    operationId: 'previewFormat',
    summary: 'Show what a wire format makes of an event',
    description:
      'The very headers and body that would be sent, in the format of a name or in one that is sent along as `document`. ' +
      'Nothing is stored or sent; the ids are new ones.',
  })
  @ApiBody({ type: PreviewFormatBody, required: false, examples: PREVIEW_EXAMPLES })
  @ApiOkResponse({ type: FormatPreviewJson })
  @Header('Cache-Control', 'no-store')
  async show(@Tenant() tenantId: string, @Body() body: PreviewFormatBody): Promise<FormatPreviewJson> {
    return await this.preview.show(tenantId, body);
  }
}
