import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessGuard } from './auth/access.guard.ts';
import { Access, type Authenticate } from './auth/access.ts';
import { ApiKeysService } from './auth/api-keys/api-keys.service.ts';
import { bearerAccess } from './auth/bearer-access.ts';
import { openAccess } from './auth/open-access.ts';
import { PUBLIC_ROUTE } from './auth/public.decorator.ts';
import { RequestLimitGuard } from './auth/request-limit.guard.ts';
import { RequestLimit } from './auth/request-limit.ts';
import { sessionAccess } from './auth/sessions/session-access.ts';
import { SessionsService } from './auth/sessions/sessions.service.ts';
import { TenantGuard, type TenantResolver } from './auth/tenant.ts';
import { TokenVerifier } from './auth/tokens/token-verifier.ts';
import { PosthornError } from './domain/errors.ts';
import type { AppParts } from './engine-parts.ts';
import { createHttpClient, readThrough } from './engine/transport/http-client.ts';
import { CLOUD_EVENT_ROUTES } from './events/cloud-events.ts';
import { DIALECT_BODY_ROUTES, faceOfPath, toSidePorts } from './dialects/dialects.ts';
import { EVENT_BODY_ROUTES, type BodyRoute } from './http/body.ts';
import { applyHttpConventions } from './http/conventions.ts';
import { SidePorts } from './http/side-ports.ts';
import { UnknownQueryInterceptor } from './http/unknown-query.ts';
import { inboxBodyRoutes } from './inboxes/inbox-receiver.controller.ts';
import { InboxReceiver } from './inboxes/inbox-receiver.ts';
import { TenantsService } from './tenants/tenants.service.ts';

type SetupParts = Pick<AppParts, 'settings' | 'access' | 'consoleLink' | 'database' | 'logger' | 'transport'>;

/**
 * Puts conventions and guards on an application made on `createHttpAdapter` with `bodyParser: false`, before it is initialised; the same in
 * production and in tests.
 * @returns the ports of the dialects, to be listened on when the application is
 */
export function setupApp(app: NestFastifyApplication, parts: SetupParts): SidePorts {
  const { settings, logger } = parts;
  const tenants = settings.role === 'worker' ? null : app.get(TenantsService, { strict: false });
  const bearer = tenants === null ? refuseAll : bearerOf(app, parts, tenants);
  const isOpen = tenants !== null && parts.access.mode === 'open';
  const authenticate = isOpen ? openAccess(settings.http.corsOrigins) : bearer;
  const limit = tenants === null ? null : requestLimitOf(parts);
  const access = new Access(limit?.over(authenticate) ?? authenticate, bearer);
  const sidePorts = tenants === null ? [] : toSidePorts(settings.http.dialectPorts);
  applyHttpConventions(app, {
    corsOrigins: settings.http.corsOrigins,
    // Where no key is asked for, a page of another origin is refused: what it could read here would be left to it.
    isAnyOriginOnSidePorts: sidePorts.length > 0 && parts.access.mode === 'required',
    logger,
    faceOf: faceOfPath,
    bodies: {
      routes: [
        ...CLOUD_EVENT_ROUTES,
        ...EVENT_BODY_ROUTES,
        ...DIALECT_BODY_ROUTES,
        ...inboxRoutesOf(app, parts),
      ],
      beforeBody: (request) => access.principalOf(request),
    },
  });
  const reflector = new Reflector();
  app.useGlobalGuards(new AccessGuard(access, reflector));
  if (limit !== null) app.useGlobalGuards(new RequestLimitGuard(limit));
  if (tenants !== null) app.useGlobalGuards(new TenantGuard(access, tenants, reflector));
  // After the guards: who may not call an address is not told what it takes.
  app.useGlobalInterceptors(
    new UnknownQueryInterceptor(
      (context) =>
        reflector.getAllAndOverride(PUBLIC_ROUTE, [context.getHandler(), context.getClass()]) === true,
    ),
  );
  return new SidePorts(app.getHttpAdapter().getInstance(), sidePorts);
}

function inboxRoutesOf(
  app: NestFastifyApplication,
  { settings: { role, http } }: SetupParts,
): readonly BodyRoute[] {
  const hasInboxes = role !== 'worker' && http.inboxes.isOn;
  return hasInboxes ? inboxBodyRoutes(app.get(InboxReceiver, { strict: false })) : [];
}

function requestLimitOf({ settings, access }: SetupParts): RequestLimit | null {
  const { rateLimit } = settings.http;
  return rateLimit === null ? null : new RequestLimit({ ...rateLimit, isOpen: access.mode === 'open' });
}

/** A worker has public routes alone, and none that takes a body. */
function refuseAll(): never {
  throw new PosthornError('unauthenticated');
}

function bearerOf(
  app: NestFastifyApplication,
  { settings, consoleLink, database, transport }: SetupParts,
  tenants: TenantResolver,
): Authenticate {
  const { adminKey, tokens } = settings.auth;
  const { clock } = database;
  const client = createHttpClient(transport);
  const verifier =
    tokens === null
      ? null
      : new TokenVerifier({
          settings: tokens,
          tenants,
          read: async (url, bounds) => await readThrough(client, url, bounds),
          clock,
        });
  const bearer = bearerAccess({
    adminKey,
    link: consoleLink,
    keys: app.get(ApiKeysService, { strict: false }),
    authenticateToken: verifier === null ? null : async (token) => await verifier.authenticate(token),
    clock,
  });
  return settings.http.hasConsole
    ? sessionAccess(bearer, app.get(SessionsService, { strict: false }))
    : bearer;
}
