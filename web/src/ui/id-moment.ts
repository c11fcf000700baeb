const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** They hold the 48 bits of a UUIDv7 that are its time (RFC 9562, and the TypeID form). */
const TIME_DIGITS = 10;

/** When an id such as `dlv_01kg9f0km0e008000000000001` was made, in milliseconds since 1970; null for what is none. */
export function momentOfId(id: string): number | null {
  const digits = /^[a-z]+_([0-7][0-9a-hjkmnp-tv-z]{25})$/.exec(id)?.[1]?.slice(0, TIME_DIGITS);
  if (digits === undefined) return null;
  return [...digits].reduce((value, digit) => value * ALPHABET.length + ALPHABET.indexOf(digit), 0);
}
