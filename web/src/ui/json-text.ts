export interface JsonReading {
  /** Null where the text is not of the kind that is wanted. */
  readonly value: Record<string, unknown> | null;
  /** What is wrong with it. */
  readonly fault: string | null;
}

/** An object that somebody has typed; its numbers are those of JavaScript. */
export function readJsonObject(text: string): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { value: null, fault: `is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { value: null, fault: 'must be a JSON object, such as {"a": 1}' };
  }
  return { value: value as Record<string, unknown>, fault: null };
}

/** The same where nothing may be typed, which is null. */
export function readOptionalJson(text: string): JsonReading {
  return text.trim() === '' ? { value: null, fault: null } : readJsonObject(text);
}

/** What stands in the field for a value of the API. */
export function jsonText(value: object | null): string {
  return value === null ? '' : JSON.stringify(value, null, 2);
}
