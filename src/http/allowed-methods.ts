import type { Request } from 'express';

/** What is read of a layer of Express' router; its own types do not cover it. */
interface RouterLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> } | undefined;
  match(path: string): unknown;
}

/**
 * The methods that some route answers at the request's path, for the Allow header (RFC 9110 section 10.2.1).
 * Empty when the path is unknown.
 */
export function allowedMethods(request: Request): string[] {
  const { stack } = request.app.router as unknown as { stack: readonly RouterLayer[] };
  const path = request.originalUrl.split('?', 1)[0] ?? '/';
  const methods = new Set<string>();
  for (const layer of stack) {
    if (!layer.route || !matches(layer, path)) continue;
    for (const [method, isHandled] of Object.entries(layer.route.methods)) {
      if (isHandled && !method.startsWith('_')) methods.add(method.toUpperCase());
    }
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

function matches(layer: RouterLayer, path: string): boolean {
  try {
    return Boolean(layer.match(path));
  } catch {
    // A parameter that cannot be percent-decoded matches no route.
    return false;
  }
}
