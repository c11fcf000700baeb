import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A handler's address. */
export interface Route {
  readonly method: string;
  /** As in a controller: `/api/webhooks/:id`. */
  readonly path: string;
}

interface RecordedRoute extends Route {
  readonly segments: readonly string[];
}

const recorded = new WeakMap<FastifyInstance, RecordedRoute[]>();

/** From now on keeps the routes of an application; call it before they are made. */
export function recordRoutes(fastify: FastifyInstance): void {
  const routes: RecordedRoute[] = [];
  recorded.set(fastify, routes);
  fastify.addHook('onRoute', ({ method, url }) => {
    // Stands for every address: answers of the CORS plugin to preflights.
    if (url === '*') return;
    for (const one of [method].flat()) routes.push({ method: one, path: url, segments: segmentsOf(url) });
  });
}

export function routesOf(fastify: FastifyInstance): readonly Route[] {
  return recorded.get(fastify) ?? [];
}

/**
 * The methods that some route answers at the request's path, for the Allow header (RFC 9110 section 10.2.1).
 * Empty when the path is unknown.
 */
export function allowedMethods({ server, url }: FastifyRequest): string[] {
  const segments = segmentsOf(url.split('?', 1)[0] ?? '/');
  const isAt = (route: RecordedRoute): boolean =>
    route.segments.length === segments.length &&
    route.segments.every((wanted, index) => {
      const given = segments[index] ?? '';
      return wanted.startsWith(':') ? given !== '' : wanted === given;
    });
  const methods = (recorded.get(server) ?? []).filter(isAt).map(({ method }) => method);
  return [...new Set(methods)].sort();
}

/** As the router compares them: case-insensitive, with or without a slash at the end. */
function segmentsOf(path: string): string[] {
  return path.toLowerCase().replace(/\/$/, '').split('/');
}
