import { createSecretKey } from 'node:crypto';
import { NONCE_BYTES, openText, sealText, type EncryptionKey, type SealedPlace } from './sealed-text.ts';

/** A key as settings and key files hold it. */
export interface EncodedKey {
  readonly id: string;
  /** Of 32 bytes. */
  readonly base64: string;
}

/** A text as a row holds it: sealed by a key, or, where none is set, as it is. */
export interface StoredText {
  readonly text: string;
  /** Null for a text that is not sealed. */
  readonly keyId: string | null;
}

const KEY_BYTES = 32;
const KEY_FORM = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=?)$/;

/** `<id>:<base64 of 32 bytes>`, or null for another text. */
export function parseEncodedKey(text: string): EncodedKey | null {
  const [, id = '', base64 = ''] = KEY_FORM.exec(text) ?? [];
  const key = Buffer.from(base64, 'base64');
  // The last letter may hold bits that are lost: another spelling of the same key, most likely a slip.
  if (key.length !== KEY_BYTES || !key.toString('base64').startsWith(base64)) return null;
  return { id, base64 };
}

/** The keys of this process: the first seals, each opens what it has sealed. Without keys texts are stored as they are. */
export class Keyring {
  private readonly keys: ReadonlyMap<string, EncryptionKey>;
  private readonly first: EncryptionKey | null;

  constructor(
    encoded: readonly EncodedKey[],
    private readonly randomBytes: (size: number) => Buffer,
  ) {
    const keys = encoded.map(({ id, base64 }) => ({ id, key: createSecretKey(base64, 'base64') }));
    this.keys = new Map(keys.map((key) => [key.id, key]));
    this.first = keys[0] ?? null;
  }

  /** Of the key that seals; null where there is none. */
  get firstId(): string | null {
    return this.first?.id ?? null;
  }

  has(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  seal(text: string, place: SealedPlace): StoredText {
    if (this.first === null) return { text, keyId: null };
    const sealed = sealText(text, place, this.first, this.randomBytes(NONCE_BYTES));
    return { text: sealed, keyId: this.first.id };
  }

  /** @throws SealedTextError for a text that is sealed and that these keys do not open in this place */
  open({ text, keyId }: StoredText, place: SealedPlace): string {
    return keyId === null ? text : openText(text, place, (id) => this.keys.get(id));
  }
}
