import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/public.decorator.ts';
import { PosthornError } from '../domain/errors.ts';
import { contentTag } from '../http/entity-tag.ts';

const require = createRequire(import.meta.url);

/** The reader's own files with their media types; nothing comes from another host. */
const ASSETS: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);

/** Addresses are relative, so that the page works below a path of a proxy too. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Posthorn API</title>
    <link rel="icon" href="docs/favicon-32x32.png" />
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="reader"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/reader.js"></script>
  </body>
</html>
`;

/** Without `validatorUrl: null` the reader would send the document's address to a validator on the internet. */
const START = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#reader',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
`;

/** The API's document, readable in a browser without the internet. */
@ApiExcludeController()
@Public()
@Controller('api/docs')
export class DocsController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return PAGE;
  }

  @Get('reader.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get(':asset')
  @Header('Cache-Control', 'public, max-age=3600')
  async asset(
    @Param('asset') asset: string,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<Buffer> {
    const type = ASSETS.get(asset);
    if (type === undefined) throw new PosthornError('not_found');
    const bytes = await readFile(require.resolve(`swagger-ui-dist/${asset}`));
    response.header('Content-Type', type).header('ETag', contentTag(bytes));
    return bytes;
  }
}
