import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { AccessCheck } from './access.ts';
import { PUBLIC_ROUTE } from './public.decorator.ts';

/** Serves a route to whom the access check lets in, and a `@Public()` one to anyone. */
export class AccessGuard implements CanActivate {
  private readonly check: AccessCheck;
  private readonly reflector: Reflector;

  constructor(check: AccessCheck, reflector: Reflector) {
    this.check = check;
    this.reflector = reflector;
  }

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, targets) ?? false;
    if (!isPublic) this.check(context.switchToHttp().getRequest<Request>());
    return true;
  }
}
