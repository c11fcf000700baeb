const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** @returns {{ path: string, method: string, operation: any }[]} */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, operation: item[method] })),
  );
}
