import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('../../../web/src/pages', import.meta.url));
const ROUTE = /export const (\w+) = createRoute\(\{(.*?)\n\}\);/gs;

export interface ConsoleRoute {
  /** In full: `/settings/formats/$name`. */
  readonly path: string;
  /** Without one it leads elsewhere. */
  readonly hasComponent: boolean;
}

interface WrittenRoute extends ConsoleRoute {
  readonly name: string;
  readonly parent: string;
}

/** The routes of the console as their files write them: to run these takes a browser. @throws Error for one that cannot be read */
export function readConsoleRoutes(): ConsoleRoute[] {
  const routes = readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-route.ts'))
    .flatMap((file) => readRoutes(readFileSync(`${PAGES}/${file}`, 'utf8'), file));
  const byName = new Map(routes.map((route) => [route.name, route]));
  const fullPath = ({ path, parent }: WrittenRoute): string => {
    const above = byName.get(parent);
    return above === undefined ? path : fullPath(above) + path;
  };
  // What has routes below it is around them, and no page of its own.
  const parents = new Set(routes.map(({ parent }) => parent));
  return routes
    .filter(({ name }) => !parents.has(name))
    .map((route) => ({ path: fullPath(route), hasComponent: route.hasComponent }));
}

function readRoutes(text: string, file: string): WrittenRoute[] {
  const routes = [...text.matchAll(ROUTE)].map(([, name = '', body = '']) => ({
    name,
    path: /^ {2}path: '([^']*)'/m.exec(body)?.[1] ?? '',
    parent: /^ {2}getParentRoute: \(\) => (\w+),/m.exec(body)?.[1] ?? '',
    hasComponent: /^ {2}component:/m.test(body),
  }));
  const isRead = routes.length === text.split('createRoute(').length - 1;
  if (!isRead || routes.some(({ path, parent }) => path === '' || parent === '')) {
    throw new Error(`The routes of ${file} are written in a way that is not known here.`);
  }
  return routes;
}
