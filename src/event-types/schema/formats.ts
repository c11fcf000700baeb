import { fastFormats, fullFormats } from 'ajv-formats/dist/formats.js';

/** Longer texts have no format; it bounds the regular expressions below, each of which is linear in it. */
const FORMATTED_CHARACTERS_MAX = 65_536;

/** Days and times are checked against the calendar; of the others the forms without backtracking. */
const CHECKS = {
  date: fullFormats.date,
  time: fullFormats.time,
  'date-time': fullFormats['date-time'],
  duration: fullFormats.duration,
  email: fastFormats.email,
  hostname: fastFormats.hostname,
  ipv4: fastFormats.ipv4,
  ipv6: fastFormats.ipv6,
  uri: fastFormats.uri,
  'uri-reference': fastFormats['uri-reference'],
  uuid: fastFormats.uuid,
  'json-pointer': fastFormats['json-pointer'],
  'relative-json-pointer': fastFormats['relative-json-pointer'],
} as const;

/** The formats that are checked, by name; a schema may name no others. */
export const FORMATS: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries(CHECKS).map(([name, format]) => [name, bounded(toTest(format))]),
);

function bounded(test: (text: string) => boolean): (text: string) => boolean {
  return (text) => text.length <= FORMATTED_CHARACTERS_MAX && test(text);
}

/** ajv-formats has regular expressions, functions, and either of them in an object. */
function toTest(format: unknown): (text: string) => boolean {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return (text) => Boolean((format as (value: string) => unknown)(text));
  if (typeof format === 'object' && format !== null && 'validate' in format) return toTest(format.validate);
  throw new TypeError('ajv-formats has a format of another form');
}
