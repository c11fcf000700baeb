import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { PosthornError } from '../domain/errors.ts';
import { permits, type Scope } from '../domain/scopes.ts';
import type { Access } from './access.ts';
import { BEARER_ALWAYS } from './bearer-always.decorator.ts';
import { rememberCaller } from './caller.ts';
import type { Principal } from './principal.ts';
import { PUBLIC_ROUTE } from './public.decorator.ts';
import { REQUIRED_SCOPE } from './requires.decorator.ts';
import { rememberServed } from './still-served.ts';

/** Serves a route to those who have its scope, and a `@Public()` one to anyone. */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: Access,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) === true) return true;
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(REQUIRED_SCOPE, targets);
    if (scope === undefined) throw new Error('the route says neither what it requires nor that it is public');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { raw } = request;
    const isBearerAsked =
      this.reflector.getAllAndOverride<boolean | undefined>(BEARER_ALWAYS, targets) === true;
    const principal = await (isBearerAsked ? this.access.bearerOf(raw) : this.access.principalOf(raw));
    const judgeBearer = async (): Promise<Principal> => await this.access.bearerOf(raw);
    rememberCaller(request, { principal, judgeBearer });
    rememberServed(request, async () => await this.access.isStillServed(raw));
    if (permits(principal.scopes, scope)) return true;
    throw new PosthornError('forbidden', { detail: `This needs the scope "${scope}".` });
  }
}
