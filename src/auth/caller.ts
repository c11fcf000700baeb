import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.ts';

/** Who stands behind the key or the token that a request shows. Throws `unauthenticated` where it shows none that is good. */
export type JudgeBearer = () => Promise<Principal>;

interface KnownCaller {
  readonly principal: Principal;
  readonly judgeBearer: JudgeBearer;
}

const callers = new WeakMap<FastifyRequest, KnownCaller>();

/** For the access guard, which knows. */
export function rememberCaller(request: FastifyRequest, caller: KnownCaller): void {
  callers.set(request, caller);
}

/** Who sent the request, and what they may do. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  return callerOf(context).principal;
});

/** For what is about the key itself, also where the API is open without any. */
export const Bearer = createParamDecorator((_data: unknown, context: ExecutionContext): JudgeBearer => {
  return callerOf(context).judgeBearer;
});

function callerOf(context: ExecutionContext): KnownCaller {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('nobody asked who calls this: the route is public');
  return caller;
}
