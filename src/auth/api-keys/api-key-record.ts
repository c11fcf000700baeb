import type { KnownKey } from '../bearer-access.ts';

/** A key as it is stored. */
export interface ApiKeyRecord extends KnownKey {
  readonly lastUsedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What its administrator decides about a key; each change of it is a version. */
export type ApiKeyConfiguration = Pick<ApiKeyRecord, 'name' | 'scopes' | 'expiresAt'>;

/** A key and, the one time that it is known, what its holder sends. */
export interface ShownApiKey<Text extends string | null> {
  readonly record: ApiKeyRecord;
  readonly text: Text;
}
