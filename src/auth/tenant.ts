import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { Request } from 'express';
import { PosthornError } from '../domain/errors.ts';
import { ID_OR_UID_PATTERN } from '../domain/uid.ts';
import { PUBLIC_ROUTE } from './public.decorator.ts';

/** In whose name a request acts. */
export interface TenantContext {
  /** UUID. */
  readonly tenantId: string;
}

export interface TenantResolver {
  /** The UUID of the tenant with this id or uid, of `default` for undefined; null when there is none. */
  resolve(idOrUid: string | undefined): Promise<string | null>;
}

const contextOfRequest = new WeakMap<Request, TenantContext>();

const OUTSIDE_TENANTS = 'posthorn:outside-tenants';

/** The route acts in no tenant's name, whatever `Posthorn-Tenant` says. */
export const OutsideTenants = () =>
  applyDecorators(SetMetadata(OUTSIDE_TENANTS, true), ApiExtension('x-outside-tenants', true));

/** Resolves `Posthorn-Tenant`; an unknown tenant is 404. Stands after the access guard. */
export class TenantGuard implements CanActivate {
  private readonly resolver: TenantResolver;
  private readonly reflector: Reflector;

  constructor(resolver: TenantResolver, reflector: Reflector) {
    this.resolver = resolver;
    this.reflector = reflector;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    for (const withoutTenant of [PUBLIC_ROUTE, OUTSIDE_TENANTS]) {
      if (this.reflector.getAllAndOverride<boolean | undefined>(withoutTenant, targets)) return true;
    }
    const request = context.switchToHttp().getRequest<Request>();
    const name = request.get('posthorn-tenant');
    const isName = name === undefined || ID_OR_UID_PATTERN.test(name);
    const tenantId = isName ? await this.resolver.resolve(name) : null;
    if (tenantId === null) throw new PosthornError('not_found', { detail: 'There is no such tenant.' });
    contextOfRequest.set(request, { tenantId });
    return true;
  }
}

/** Throws when no tenant guard has let the request in, which is a fault of the application. */
export function tenantContextOf(request: Request): TenantContext {
  const tenant = contextOfRequest.get(request);
  if (!tenant) throw new Error('the route has no tenant: it is public or the tenant guard is missing');
  return tenant;
}

/** The UUID of the tenant in whose name the request acts. */
export const Tenant = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  return tenantContextOf(context.switchToHttp().getRequest<Request>()).tenantId;
});
