import { findTextsFault } from '../../domain/text-map.ts';
import { isStorable, UNSTORABLE } from '../../http/text-fields.ts';

export const METADATA_KEYS_MAX = 50;
const METADATA_BYTES_MAX = 4_096;

/** Keys and values count together. */
export function findMetadataFault(value: unknown): string | undefined {
  const textsFault = findTextsFault(value);
  if (textsFault !== undefined || !isObject(value)) return textsFault;
  const texts = Object.entries(value).flat().map(String);
  if (!texts.every(isStorable)) return UNSTORABLE;
  if (texts.length / 2 > METADATA_KEYS_MAX) return `must have at most ${METADATA_KEYS_MAX} keys`;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes > METADATA_BYTES_MAX ? `must take at most ${METADATA_BYTES_MAX} bytes in all` : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
