import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Observable } from 'rxjs';
import { PosthornError } from '../domain/errors.ts';
import { FAULTS_MAX, joinPath } from './fault-list.ts';

const QUERY_PLACE: number = RouteParamtypes.QUERY;

/**
 * Refuses parameters in the query of an address that takes none, as validation does elsewhere: one that is misspelt or
 * misplaced would otherwise be passed over in silence. Where `isExempt` says so, such as for probes that add a
 * parameter against caches, they are passed over.
 */
export class UnknownQueryInterceptor implements NestInterceptor {
  constructor(private readonly isExempt: (context: ExecutionContext) => boolean) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query } = context.switchToHttp().getRequest<{ query: Readonly<Record<string, unknown>> }>();
    const names = Object.keys(query);
    if (names.length > 0 && !takesQuery(context) && !this.isExempt(context)) {
      const errors = names.slice(0, FAULTS_MAX).map((name) => ({
        path: joinPath('', name, false),
        message: 'unknown field',
      }));
      throw new PosthornError('invalid', { errors });
    }
    return next.handle();
  }
}

/** Whether the handler has a parameter for the query; then validation judges what stands there. */
function takesQuery(context: ExecutionContext): boolean {
  const places = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ??
    {}) as object;
  return Object.keys(places).some((key) => Number(key.split(':', 1)[0]) === QUERY_PLACE);
}
