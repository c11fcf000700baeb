import type { Scope } from '../../src/domain/scopes.ts';
import type { Route } from '../../src/http/allowed-methods.ts';
import type { TestApp } from './test-app.ts';

/** What a dialect's address asks of its caller, and what it answers to one who may call it where nothing is there. */
export interface DialectAccess {
  /** Null for everyone. */
  readonly scope: Scope | null;
  readonly answer: number;
  readonly body?: object;
}

/** By method and path as routed, below each place where the dialect stands: `GET /webhooks/:id`. */
export type DialectAccessTable = Readonly<Record<string, DialectAccess>>;

export interface DialectRoute extends Route {
  /** Its row in the table. */
  readonly key: string;
}

/**
 * The routes of a dialect, HEAD aside, which is answered wherever GET is.
 * @param places below which its addresses stand alike, the longest first: `/emp/api`, `/emp`
 */
export function dialectRoutes({ routes }: TestApp, places: readonly string[]): DialectRoute[] {
  return routes.flatMap(({ method, path }) => {
    const place = places.find((prefix) => path === prefix || path.startsWith(`${prefix}/`));
    if (place === undefined || method === 'HEAD') return [];
    return [{ method, path, key: `${method} ${path.slice(place.length)}` }];
  });
}
