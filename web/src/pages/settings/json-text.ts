export type JsonReading = { readonly value: Record<string, unknown> | null } | { readonly fault: string };

/** A JSON object that somebody has typed; nothing typed is null. */
export function readJsonObject(text: string): JsonReading {
  if (text.trim() === '') return { value: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `It is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { value: value as Record<string, unknown> } : { fault: 'It has to be an object: { … }' };
}

/** What stands in the field for a value of the API. */
export function jsonText(value: object | null): string {
  return value === null ? '' : JSON.stringify(value, null, 2);
}
