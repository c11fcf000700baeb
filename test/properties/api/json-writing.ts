/** A piece of JSON as it is to be written, for what `JSON.stringify` never writes: `-0`, `1e400`, a key twice. */
export class RawText {
  constructor(readonly text: string) {}
}

/** As `JSON.stringify`, with raw texts in their places. */
export function writeJson(value: unknown): string {
  if (value instanceof RawText) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${writeJson(member)}`,
  );
  return `{${members.join(',')}}`;
}
