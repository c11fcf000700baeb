import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Asks again whether the caller would be served; at most a second old. */
export type IsStillServed = () => Promise<boolean>;

const checks = new WeakMap<FastifyRequest, IsStillServed>();

/** For the access guard, which knows how the caller was let in. */
export function rememberServed(request: FastifyRequest, check: IsStillServed): void {
  checks.set(request, check);
}

/** For answers that stay open: a key that is revoked ends them too. */
export const StillServed = createParamDecorator(
  (_data: unknown, context: ExecutionContext): IsStillServed => {
    const check = checks.get(context.switchToHttp().getRequest<FastifyRequest>());
    if (!check) throw new Error('nobody asked who calls this: the route is public');
    return check;
  },
);
