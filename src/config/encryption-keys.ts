import { parseEncodedKey, type EncodedKey } from '../domain/encryption/keyring.ts';
import type { ValueKind } from './value-kinds.ts';

/** What an operator types to make a key. */
export const MAKE_KEY = 'k1:$(openssl rand -base64 32)';

const PERMITTED =
  'comma list, each a name and the base64 of 32 random bytes, as in `k2:<base64>,k1:<base64>`';
const FORM_FAULT =
  'must be a comma list, each a name of 1 to 32 of A-Z, a-z, 0-9, _ and -, a colon, and the base64 of 32 bytes';

/** Keys to seal and open with, the first of which seals. Neither a fault nor the summary repeats a key. */
export const encryptionKeys: ValueKind<readonly EncodedKey[]> = {
  permitted: PERMITTED,
  read(text) {
    const parts = text.split(',').map((part) => part.trim());
    const keys = parts.filter((part) => part !== '').map(parseEncodedKey);
    const known = keys.filter((key) => key !== null);
    if (known.length < keys.length) return { fault: FORM_FAULT };
    if (hasRepetition(known.map(({ id }) => id))) return { fault: 'must not name two keys alike' };
    if (hasRepetition(known.map(({ base64 }) => base64.replace('=', '')))) {
      return { fault: 'must not give one key two names' };
    }
    return { value: known };
  },
  show: (keys) => (keys.length === 0 ? 'none' : keys.map(({ id }) => `${id}:***`).join(',')),
};

function hasRepetition(texts: readonly string[]): boolean {
  return new Set(texts).size < texts.length;
}
