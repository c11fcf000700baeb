/** What keeps a JSON object from holding texts alone; undefined where nothing does, or where it is no object. */
export function findTextsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const isAllText = Object.values(value).every((text) => typeof text === 'string');
  return isAllText ? undefined : 'must have texts as values';
}
