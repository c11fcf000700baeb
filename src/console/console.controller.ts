import { Controller, Get, Header, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/public.decorator.ts';
import { PosthornError } from '../domain/errors.ts';
import { ENCODINGS, readConsoleFiles, type ConsoleFiles } from './console-files.ts';

/** Where the page has the way from its own address back to the console's. */
const BASE_PLACE = '__BASE__';

/** Stricter than the API's own: nothing but the console's files, and nothing sent anywhere but to this API. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ');

const YEAR_SECONDS = 31_536_000;

/** The console's page, the same for each of its addresses, and its files. What it shows, it asks the API for. */
@ApiExcludeController()
@Public()
@Controller('console')
export class ConsoleController {
  private files: Promise<ConsoleFiles> | null = null;

  @Get()
  @Header('Content-Security-Policy', POLICY)
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-cache')
  async root(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<string> {
    const [path = '', query] = request.url.split('?', 2);
    if (path.endsWith('/')) return await this.page('./');
    // Relative: only the browser knows what a proxy has put in front.
    const suffix = query === undefined ? '' : `?${query}`;
    response.status(308).header('Location', `console/${suffix}`);
    return '';
  }

  /** A file's name tells of its content, so that a browser never asks twice. */
  @Get('assets/:name')
  async asset(
    @Param('name') name: string,
    @Res({ passthrough: true }) response: FastifyReply,
    @Headers('accept-encoding') accepted = '',
  ): Promise<Buffer> {
    const asset = (await this.read()).assets.get(name);
    if (asset === undefined) throw new PosthornError('not_found');
    response
      .header('Content-Type', asset.mediaType)
      .header('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
      .header('Vary', 'Accept-Encoding');
    const taken = accepted.split(',').map((one) => one.trim().toLowerCase());
    for (const encoding of ENCODINGS) {
      const encoded = asset.encoded[encoding];
      if (encoded === undefined || !taken.includes(encoding)) continue;
      response.header('Content-Encoding', encoding);
      return encoded;
    }
    return asset.bytes;
  }

  /** The addresses within the console are its own; so deep, so many steps lead back. */
  @Get('*')
  @Header('Content-Security-Policy', POLICY)
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-cache')
  async deepLink(@Req() request: FastifyRequest): Promise<string> {
    const [path = ''] = request.url.split('?', 1);
    const steps = path.split('/').length - 3;
    if (path.toLowerCase().startsWith('/console/assets/')) throw new PosthornError('not_found');
    return await this.page(steps === 0 ? './' : '../'.repeat(steps));
  }

  private async page(base: string): Promise<string> {
    return (await this.read()).page.replace(BASE_PLACE, base);
  }

  /** Read by the first request. What could not be read is asked for again: it may be built by then. */
  private async read(): Promise<ConsoleFiles> {
    this.files ??= readConsoleFiles();
    try {
      return await this.files;
    } catch (cause) {
      this.files = null;
      throw new PosthornError('unavailable', { detail: 'The console is not built: npm run build.', cause });
    }
  }
}
