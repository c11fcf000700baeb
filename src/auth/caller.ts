import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.ts';

const callers = new WeakMap<FastifyRequest, Principal>();

/** For the access guard, which knows. */
export function rememberCaller(request: FastifyRequest, caller: Principal): void {
  callers.set(request, caller);
}

/** Who sent the request, and what they may do. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('nobody asked who calls this: the route is public');
  return caller;
});
