import type { HeaderFault } from './custom-headers.ts';

/** What the values of a webhook's headers are shown as. */
export const HEADER_MASK = '***';

type Headers = Readonly<Record<string, string>>;

/**
 * Headers that a client may have read before: a value that is the mask, as it was shown, stands for the stored value of
 * that name, in any spelling (RFC 9110 section 5.1). A mask that stands for nothing stays one, for `findMaskFaults`.
 */
export function unmaskHeaders(headers: Headers, stored: Headers): Headers {
  const values = new Map(Object.entries(stored).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      return [name, value === HEADER_MASK ? (values.get(name.toLowerCase()) ?? value) : value];
    }),
  );
}

/** A fault for each name whose value is the mask still: to store it would send asterisks to the receiver. */
export function findMaskFaults(headers: Headers): HeaderFault[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value !== HEADER_MASK) return [];
    return [{ path: `headers.${name}`, message: 'has no stored value for *** to stand for' }];
  });
}
