import { createRequire } from 'node:module';
import { Controller, Delete, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '../../domain/errors.ts';
import { toPublicId } from '../../domain/ids.ts';
import { ApiProblems } from '../../http/openapi/api-problems.ts';
import { headerOf } from '../../http/request-header.ts';
import { Bearer, Caller, type JudgeBearer } from '../caller.ts';
import type { Principal } from '../principal.ts';
import { Requires } from '../requires.decorator.ts';
import { Acting, type TenantContext } from '../tenant.ts';
import { ConsoleSessionJson } from './session-answers.ts';
import { BASE_PATH_HEADER, endedCookie, sessionCookie, sessionTokenOf } from './session-cookie.ts';
import type { SessionRecord } from './session-record.ts';
import { SESSION_SECONDS, SessionsService } from './sessions.service.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

const ApiBasePath = () =>
  ApiHeader({
    name: BASE_PATH_HEADER,
    required: false,
    description:
      'The path that the browser reaches Posthorn below, with a slash at both ends: the cookie is for the API there. Whatever changes something by a session must have it.',
    schema: { type: 'string', maxLength: 256 },
    example: '/',
  });

/** Signing in at the console: by a cookie that stands for the key, which the browser's scripts never see again. */
@ApiTags('Console')
@Controller('api/console/session')
@Requires('read')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post()
  @ApiOperation({
    operationId: 'startConsoleSession',
    summary: 'Sign in at the console',
    description:
      'With `Authorization: Bearer <key>`, or the token of the link that a start printed. The answer sets a cookie, `HttpOnly` and `SameSite=Strict`, which lets in as the key does: for 12 hours, until it is signed out, or the key is good no more. A token (JWT) begins no session.',
  })
  @ApiBasePath()
  @ApiCreatedResponse({ type: ConsoleSessionJson })
  @Header('Cache-Control', 'no-store')
  async start(
    @Acting() context: TenantContext,
    @Bearer() judgeBearer: JudgeBearer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ConsoleSessionJson> {
    const caller = await judgeBearer();
    const { authorization } = request.headers;
    const { record, token } = await this.sessions.start(caller, context.requestId, authorization);
    response.header('Set-Cookie', sessionCookie(token, SESSION_SECONDS, scopeOf(request)));
    return toSessionJson({ ...context, actor: caller.actor }, caller, record);
  }

  @Get()
  @ApiOperation({
    operationId: 'getConsoleSession',
    summary: 'Show who asks',
    description: 'Of a session, a key or a token alike; where the API is open, of anyone.',
  })
  @ApiOkResponse({ type: ConsoleSessionJson })
  @Header('Cache-Control', 'no-store')
  async get(
    @Acting() context: TenantContext,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ConsoleSessionJson> {
    const isBySession = headerOf(request, 'authorization') === undefined && caller.actor.kind !== 'open';
    const session = isBySession ? await this.sessions.find(sessionTokenOf(request.raw)) : null;
    return toSessionJson(context, caller, session);
  }

  @Delete()
  @ApiOperation({ operationId: 'endConsoleSession', summary: 'Sign out of the console' })
  @ApiBasePath()
  @ApiNoContentResponse({ description: 'Signed out; the cookie is good no more.' })
  @ApiProblems('not_found')
  @HttpCode(204)
  async end(
    @Acting() context: TenantContext,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<void> {
    const by = { ...context, tenantId: caller.tenantId };
    if (!(await this.sessions.end(by, sessionTokenOf(request.raw)))) {
      throw new PosthornError('not_found', { detail: 'The request is by no session.' });
    }
    response.header('Set-Cookie', endedCookie(scopeOf(request)));
  }
}

function toSessionJson(
  { tenantId, isOfEveryTenant, actor }: TenantContext,
  { scopes }: Principal,
  session: SessionRecord | null,
): ConsoleSessionJson {
  return {
    kind: actor.kind,
    name: actor.name,
    tenant_id: toPublicId('tenant', tenantId),
    is_of_every_tenant: isOfEveryTenant,
    scopes,
    expires_at: session === null ? null : session.expiresAt.toISOString(),
    version,
  };
}

/** A proxy in front says by which scheme the browser came; who lies about it makes their own cookie worse. */
function scopeOf(request: FastifyRequest): { basePath: string | undefined; isSecure: boolean } {
  const isSecure = headerOf(request, 'x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https';
  return { basePath: headerOf(request, BASE_PATH_HEADER), isSecure };
}
