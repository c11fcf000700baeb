import type { Uuid } from '../../domain/ids.ts';

/** Who is signed in at the console, as it is stored; hashes are SHA-256. */
export interface SessionRecord {
  readonly id: Uuid;
  readonly secretHash: Uint8Array;
  /** Null for the key of the settings, and for the link of a start. */
  readonly apiKeyId: Uuid | null;
  /** Of the secret that it was begun with; null for the link. */
  readonly credentialHash: Uint8Array | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}
