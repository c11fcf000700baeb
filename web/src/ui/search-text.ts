/** Reads the values of a page's address: whatever stands there, a number too, as text; the empty one is none. */
export function searchText(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Those of the names that have a value, as text. */
export function searchTexts<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = searchText(search, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
