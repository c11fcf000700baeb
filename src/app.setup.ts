import { Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessGuard } from './auth/access.guard.ts';
import { createAccessCheck, type AccessCheck } from './auth/access.ts';
import { TenantGuard } from './auth/tenant.ts';
import type { Settings } from './config/settings.ts';
import { PosthornError } from './domain/errors.ts';
import type { AppParts } from './engine-parts.ts';
import { EVENT_BODY_ROUTES } from './http/body.ts';
import { applyHttpConventions } from './http/conventions.ts';
import { TenantsService } from './tenants/tenants.service.ts';

/**
 * Puts conventions and guards on an application made with `bodyParser: false`, before it is initialised; the same in
 * production and in tests.
 */
export function setupApp(
  app: NestExpressApplication,
  { settings, logger }: Pick<AppParts, 'settings' | 'logger'>,
): void {
  const check = accessCheckOf(settings);
  applyHttpConventions(app, {
    corsOrigins: settings.http.corsOrigins,
    logger,
    bodies: { routes: EVENT_BODY_ROUTES, beforeBody: check },
  });
  const reflector = new Reflector();
  app.useGlobalGuards(new AccessGuard(check, reflector));
  if (settings.role !== 'worker') {
    app.useGlobalGuards(new TenantGuard(app.get(TenantsService, { strict: false }), reflector));
  }
}

function accessCheckOf({ auth, http }: Settings): AccessCheck {
  if (auth.mode === 'open') return createAccessCheck({ mode: 'open', corsOrigins: http.corsOrigins });
  if (auth.adminKey !== undefined) return createAccessCheck({ mode: 'required', adminKey: auth.adminKey });
  // A worker needs no key and has public routes alone.
  return () => {
    throw new PosthornError('unauthenticated');
  };
}
