import type { Keyring, StoredText } from './keyring.ts';
import { SealedTextError, type SealedPlace } from './sealed-text.ts';

const CANARY = 'posthorn';
const PLACE: SealedPlace = { tenantId: '', webhookId: '', column: 'encryption_keys.canary' };

/** A text by which a later start knows the key that seals now; null where none does. */
export function sealCanary(keyring: Keyring): { readonly id: string; readonly canary: string } | null {
  const { text, keyId } = keyring.seal(CANARY, PLACE);
  return keyId === null ? null : { id: keyId, canary: text };
}

/** Whether the key of this name is the one that the canary was sealed with. */
export function opensCanary(keyring: Keyring, canary: StoredText): boolean {
  try {
    return keyring.open(canary, PLACE) === CANARY;
  } catch (error) {
    if (error instanceof SealedTextError) return false;
    throw error;
  }
}
