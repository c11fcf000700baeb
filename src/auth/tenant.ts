import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { AuditOrigin } from '../domain/audit/actor.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { ID_OR_UID_PATTERN } from '../domain/uid.ts';
import { headerOf } from '../http/request-header.ts';
import { sidePortOf } from '../http/side-ports.ts';
import type { Access } from './access.ts';
import type { Principal } from './principal.ts';
import { PUBLIC_ROUTE } from './public.decorator.ts';

/** In whose name a request acts, and who sent it. */
export interface TenantContext extends AuditOrigin {
  readonly tenantId: Uuid;
  /** Whether the caller could act in any other tenant's name as well. */
  readonly isOfEveryTenant: boolean;
}

export interface TenantResolver {
  /** The UUID of the tenant with this id or uid, of `default` for undefined; null when there is none. */
  resolve(idOrUid: string | undefined): Promise<Uuid | null>;
}

const contextOfRequest = new WeakMap<FastifyRequest, TenantContext>();
const originOfRequest = new WeakMap<FastifyRequest, AuditOrigin>();

const OUTSIDE_TENANTS = 'posthorn:outside-tenants';

/** The route acts in no tenant's name, whatever `Posthorn-Tenant` says: only who reaches every tenant may call it. */
export const OutsideTenants = () =>
  applyDecorators(SetMetadata(OUTSIDE_TENANTS, true), ApiExtension('x-outside-tenants', true));

/** Finds in whose name a request acts. Stands after the access guard. */
export class TenantGuard implements CanActivate {
  constructor(
    private readonly access: Access,
    private readonly resolver: TenantResolver,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isMarked(context, PUBLIC_ROUTE)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.access.principalOf(request.raw);
    const isOfEveryTenant = principal.tenantId === null;
    const origin = { tenantId: null, actor: principal.actor, requestId: request.id };
    originOfRequest.set(request, origin);
    if (!this.isMarked(context, OUTSIDE_TENANTS)) {
      const ofPort = isOfEveryTenant ? (sidePortOf(request.raw)?.tenant ?? undefined) : undefined;
      const tenantId = await this.findTenant(principal, headerOf(request, 'posthorn-tenant') ?? ofPort);
      contextOfRequest.set(request, { ...origin, tenantId, isOfEveryTenant });
    } else if (!isOfEveryTenant) {
      throw new PosthornError('forbidden', { detail: 'This needs a key of every tenant.' });
    }
    return true;
  }

  private isMarked(context: ExecutionContext, mark: string): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, targets) ?? false;
  }

  /** A tenant that the caller does not reach looks like one that does not exist. */
  private async findTenant({ tenantId }: Principal, name: string | undefined): Promise<Uuid> {
    if (tenantId !== null && name === undefined) return tenantId;
    const isName = name === undefined || ID_OR_UID_PATTERN.test(name);
    const named = isName ? await this.resolver.resolve(name) : null;
    if (named !== null && (tenantId === null || named === tenantId)) return named;
    throw new PosthornError('not_found', { detail: 'There is no such tenant.' });
  }
}

/** Throws when no tenant guard has let the request in, which is a fault of the application. */
export function tenantContextOf(request: FastifyRequest): TenantContext {
  const tenant = contextOfRequest.get(request);
  if (!tenant) throw new Error('the route has no tenant: it is public or the tenant guard is missing');
  return tenant;
}

/** The UUID of the tenant in whose name the request acts. */
export const Tenant = createParamDecorator((_data: unknown, context: ExecutionContext): Uuid => {
  return tenantContextOf(context.switchToHttp().getRequest<FastifyRequest>()).tenantId;
});

/** The same, whether the caller reaches every tenant, and who it is. */
export const Acting = createParamDecorator((_data: unknown, context: ExecutionContext): TenantContext => {
  return tenantContextOf(context.switchToHttp().getRequest<FastifyRequest>());
});

/** Who sent a request that acts in no tenant's name. */
export const Sender = createParamDecorator((_data: unknown, context: ExecutionContext): AuditOrigin => {
  const origin = originOfRequest.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!origin) throw new Error('nobody is known to have sent this: the tenant guard is missing');
  return origin;
});
