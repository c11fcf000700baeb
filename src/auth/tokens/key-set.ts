import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';

/** Null where the document did not come. */
export type ReadDocument = (
  url: string,
  bounds: { readonly timeoutMs: number; readonly bytesMax: number },
) => Promise<Buffer | null>;

/** The key set could not be read: nothing can be said of a token. */
export class KeySetUnavailableError extends Error {
  override readonly name = 'KeySetUnavailableError';
}

const TIMEOUT_MS = 5_000;
/** Large providers' sets, with a chain of certificates for each key, take some 20 KiB. */
const BYTES_MAX = 262_144;
/** A removed key verifies at most this long. */
const REMEMBERED_MS = 600_000;
/** Between two readings for keys that are not in it, which any token can name. */
const COOLDOWN_MS = 30_000;

/** The keys of an address (RFC 7517 section 5), read when they are needed. */
export function createKeySet(url: string, read: ReadDocument): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(url), {
    cacheMaxAge: REMEMBERED_MS,
    cooldownDuration: COOLDOWN_MS,
    [customFetch]: async (address) => {
      const document = await read(address, { timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX });
      if (document === null) throw new KeySetUnavailableError(`the key set at ${address} cannot be read`);
      return new Response(new Uint8Array(document));
    },
  });
}
