import { randomBytes } from 'node:crypto';
import { Keyring, parseEncodedKey } from '../../src/domain/encryption/keyring.ts';
import { headersPlace, secretPlace } from '../../src/domain/encryption/webhook-places.ts';
import type { TestDatabase } from './test-database.ts';

/** What the applications of tests encrypt with: POSTHORN_ENCRYPTION_KEYS. */
export const TEST_KEY = encodedKey('test', 't');

/** A key of 32 equal bytes. */
export function encodedKey(id: string, letter: string): string {
  return `${id}:${Buffer.alloc(32, letter).toString('base64')}`;
}

/** @param list as POSTHORN_ENCRYPTION_KEYS has it */
export function keyringOf(list: string): Keyring {
  const keys = list.split(',').flatMap((text) => parseEncodedKey(text) ?? []);
  return new Keyring(keys, randomBytes);
}

/** Headers of a webhook as a delivery would send them. */
export async function findStoredHeaders(
  database: TestDatabase,
  id: string,
  list = TEST_KEY,
): Promise<unknown> {
  const [row] = await database.query<{ tenant_id: string; text: string; key_id: string | null }>(
    `select tenant_id, coalesce(sealed_headers, headers::text) as text, headers_key_id as key_id
     from webhooks where id = $1`,
    [id],
  );
  if (row === undefined) return undefined;
  const { text, key_id: keyId, tenant_id: tenantId } = row;
  return JSON.parse(keyringOf(list).open({ text, keyId }, headersPlace(tenantId, id)));
}

/** Its secrets, the newest first. */
export async function findStoredSecrets(
  database: TestDatabase,
  id: string,
  list = TEST_KEY,
): Promise<string[]> {
  const rows = await database.query<{ tenant_id: string; text: string; key_id: string | null }>(
    `select tenant_id, secret as text, key_id from webhook_secrets s join webhooks w on w.id = s.webhook_id
     where w.id = $1 order by s.id desc`,
    [id],
  );
  const keyring = keyringOf(list);
  return rows.map(({ text, key_id: keyId, tenant_id: tenantId }) =>
    keyring.open({ text, keyId }, secretPlace(tenantId, id)),
  );
}
