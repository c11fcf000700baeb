import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, type Authenticate } from '../../../src/auth/access.ts';
import { AccessGuard } from '../../../src/auth/access.guard.ts';
import { Public } from '../../../src/auth/public.decorator.ts';
import { Requires } from '../../../src/auth/requires.decorator.ts';
import { Tenant, TenantGuard, type TenantResolver } from '../../../src/auth/tenant.ts';
import { PosthornError } from '../../../src/domain/errors.ts';
import { EVENT_BODY_ROUTES } from '../../../src/http/body.ts';
import type { ConnectionLimits } from '../../../src/http/connection-limits.ts';
import { applyHttpConventions } from '../../../src/http/conventions.ts';
import { createHttpAdapter } from '../../../src/http/http-adapter.ts';
import { MayBeAbsent } from '../../../src/http/dto-fields.ts';
import { PageQuery, linkHeader, pageOf, pageRequestOf, type Page } from '../../../src/http/pagination.ts';
import { parsePrefer } from '../../../src/http/prefer.ts';
import { IsRawJsonObject } from '../../../src/http/raw-text.ts';

export const ADMIN_KEY = 'ph_test_admin_key';
export const CORS_ORIGIN = 'https://app.example.com';
export const TENANTS: Readonly<Record<string, string>> = {
  default: '01890000-0000-7000-8000-000000000001',
  acme: '01890000-0000-7000-8000-000000000002',
};
const ROWS = [1, 2, 3, 4, 5]
  .map((n) => ({ id: `01890000-0000-7000-8000-00000000000${String(n)}` }))
  .reverse();

class EventBody {
  @IsString()
  @Matches(/^[\w.:/-]{1,256}$/, { message: 'type is not an event type' })
  type!: string;

  @IsRawJsonObject()
  data!: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(5, { each: true })
  tags?: string[];
}

class BatchBody {
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => EventBody)
  events!: EventBody[];
}

class RetryBody {
  @MayBeAbsent()
  @IsArray()
  @IsInt({ each: true })
  @Min(1, { each: true })
  schedule_ms?: number[];
}

class WebhookBody {
  @IsString()
  url!: string;

  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => RetryBody)
  retry?: RetryBody;
}

class ListQuery extends PageQuery {
  @MayBeAbsent()
  @IsString()
  q?: string;
}

@Controller('api')
@Requires('read')
class ConventionController {
  @Post('events')
  @HttpCode(202)
  publish(@Body() body: EventBody, @Tenant() tenantId: string, @Headers('prefer') prefer?: string) {
    return { type: body.type, text: body.data, tenantId, prefer: parsePrefer(prefer) };
  }

  @Post('events/batch')
  @HttpCode(202)
  publishBatch(@Body() body: BatchBody) {
    return { data: body.events.map(({ data }) => data) };
  }

  @Get('events')
  list(
    @Query() query: ListQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const page = readRows(query);
    const link = linkHeader(request.originalUrl, page);
    if (link !== undefined) response.header('Link', link);
    return page;
  }

  @Get('events/:id')
  one(@Param('id') id: string) {
    return { id };
  }

  @Put('webhooks/:id')
  replace(@Body() body: WebhookBody) {
    return { url: body.url, hasRetryClass: body.retry === undefined || body.retry instanceof RetryBody };
  }

  @Post('deliveries/:id/retry')
  @HttpCode(202)
  retry(@Param('id') id: string) {
    return { id };
  }

  @Get('fail/half')
  half(@Res() response: FastifyReply) {
    response.raw.write('{"data":[');
    throw new Error('s3cret half way');
  }

  @Get('fail/:kind')
  fail(@Param('kind') kind: string): never {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what is no Error must be answered too
    throw FAILURES[kind] ?? new Error('no such failure');
  }
}

@Controller('health')
class HealthController {
  @Public()
  @Get()
  health() {
    return { status: 'healthy' };
  }
}

export const FAILURES: Readonly<Record<string, unknown>> = {
  unknown: Object.assign(new Error('s3cret SELECT * FROM secrets'), { detail: 's3cret', code: '23505' }),
  text: 's3cret text',
  database: Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' }),
  conflict: new PosthornError('conflict', { detail: 'It is running.', cause: new Error('s3cret') }),
  stale: new PosthornError('precondition_failed'),
  limited: new PosthornError('rate_limited', { retryAfterSeconds: 7 }),
};

function readRows(query: ListQuery): Page<{ id: string }> {
  const request = pageRequestOf(query);
  const { cursor, limit } = request;
  const rows =
    cursor?.direction === 'prev'
      ? ROWS.toReversed().filter(({ id }) => id > cursor.id)
      : ROWS.filter(({ id }) => !cursor || id < cursor.id);
  return pageOf(rows.slice(0, limit + 1), request, ({ id }) => id);
}

export interface ConventionApp {
  readonly server: Server;
  readonly port: number;
  /** What was logged, written as JSON texts with the messages of errors. */
  readonly logged: string[];
  close(): Promise<void>;
}

export async function startConventionApp(
  authenticate: Authenticate,
  connections?: ConnectionLimits,
): Promise<ConventionApp> {
  const resolver: TenantResolver = {
    resolve: (name = 'default') => Promise.resolve(TENANTS[name] ?? null),
  };
  const logged: string[] = [];
  const log = (fields: object): void => {
    logged.push(
      JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? value.message : value)),
    );
  };
  const testing = await Test.createTestingModule({
    controllers: [ConventionController, HealthController],
  }).compile();

  const app = testing.createNestApplication<NestFastifyApplication>(createHttpAdapter(), {
    bodyParser: false,
    logger: false,
  });
  const access = new Access(authenticate);
  applyHttpConventions(app, {
    corsOrigins: [CORS_ORIGIN],
    logger: { error: log, warn: log },
    ...(connections && { connections }),
    bodies: {
      routes: EVENT_BODY_ROUTES,
      beforeBody: (request) => access.principalOf(request),
    },
  });
  const reflector = new Reflector();
  app.useGlobalGuards(new AccessGuard(access, reflector), new TenantGuard(access, resolver, reflector));
  const server = await app.listen(0, '127.0.0.1');
  return { server, port: (server.address() as AddressInfo).port, logged, close: () => app.close() };
}
