import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/public.decorator.ts';

/** Made by `npm run docs`, held to the code by `npm run check`. */
const DOCUMENT = fileURLToPath(new URL('../../openapi.json', import.meta.url));

@ApiTags('Operations')
@Public()
@Controller('api/openapi.json')
export class OpenApiController {
  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ operationId: 'getOpenApi', summary: 'Show this document' })
  @ApiOkResponse({
    description: 'OpenAPI 3.1.',
    schema: {
      type: 'object',
      required: ['openapi', 'info', 'paths'],
      properties: {
        openapi: { type: 'string', example: '3.1.0' },
        info: { type: 'object', example: { title: 'Posthorn', version: '0.1.0' } },
        paths: { type: 'object', example: {} },
      },
      additionalProperties: true,
    },
  })
  async get(): Promise<string> {
    return await readFile(DOCUMENT, 'utf8');
  }
}
