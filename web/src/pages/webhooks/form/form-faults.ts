interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What the API found wrong with a field, or with anything within it; null for nothing. */
export function faultAt(faults: readonly Fault[], field: string): string | null {
  const told = faults.flatMap(({ path, message }) => {
    if (path === field) return [message];
    const isWithin = path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
    return isWithin ? [`${path.slice(field.length).replace(/^\./, '')}: ${message}`] : [];
  });
  return told.length === 0 ? null : told.join('; ');
}
