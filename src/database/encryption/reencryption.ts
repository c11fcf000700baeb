import type { Keyring } from '../../domain/encryption/keyring.ts';
import { SealedTextError, type SealedPlace } from '../../domain/encryption/sealed-text.ts';
import { headersPlace, secretPlace } from '../../domain/encryption/webhook-places.ts';
import type { Uuid } from '../../domain/ids.ts';
import { errorCode } from '../../engine/database-errors.ts';
import { run, type Queryable, type Statement } from '../../engine/statement.ts';
import { COUNT_OUTDATED_HEADERS, FIND_OUTDATED_HEADERS, REPLACE_HEADERS } from './sql/outdated-headers.ts';
import { COUNT_OUTDATED_SECRETS, FIND_OUTDATED_SECRETS, REPLACE_SECRETS } from './sql/outdated-secrets.ts';
import { RETIRE_KEYS } from './sql/retire-keys.ts';

/** Rows a statement: it holds their locks for a few milliseconds. */
const BATCH_ROWS = 200;
/** A row that a process has sealed with an older key meanwhile is found by the next pass. */
const PASSES_MAX = 5;
const FOREIGN_KEY_VIOLATION = '23503';
const FIRST_ID: Uuid = '00000000-0000-0000-0000-000000000000';

interface SealedTable {
  readonly name: string;
  readonly count: Statement;
  readonly find: Statement;
  readonly replace: Statement;
  readonly placeOf: (tenantId: Uuid, webhookId: Uuid) => SealedPlace;
}

const TABLES: readonly SealedTable[] = [
  {
    name: 'webhook_secrets',
    count: COUNT_OUTDATED_SECRETS,
    find: FIND_OUTDATED_SECRETS,
    replace: REPLACE_SECRETS,
    placeOf: secretPlace,
  },
  {
    name: 'webhooks',
    count: COUNT_OUTDATED_HEADERS,
    find: FIND_OUTDATED_HEADERS,
    replace: REPLACE_HEADERS,
    placeOf: headersPlace,
  },
];

interface OutdatedRow {
  readonly id: Uuid;
  readonly tenant_id: Uuid;
  readonly webhook_id: Uuid;
  readonly text: string;
  readonly key_id: string | null;
}

/** A row that could not be opened, and stays as it is. */
export interface UnopenedRow {
  readonly table: string;
  readonly id: Uuid;
  readonly reason: string;
}

export interface Reencryption {
  /** What is still sealed with another key, or not at all: rows that cannot be opened, or that keep being written. */
  readonly left: number;
  readonly unopened: readonly UnopenedRow[];
  /** Keys that nothing is sealed with any more. */
  readonly retired: readonly string[];
}

/**
 * Seals every secret and header value with the first key, whatever it was sealed with, or was not. Batch by batch, so that
 * it may be stopped anywhere and run again; beside processes that deliver and change webhooks, as long as they have all
 * keys that are in use. No webhook gets a new version by it.
 * @param db sees the rows of every tenant
 * @param onProgress rows done and rows there were at the start
 */
export async function reencryptAll(
  db: Queryable,
  keyring: Keyring,
  onProgress: (done: number, total: number) => void,
): Promise<Reencryption> {
  const keyId = keyring.firstId;
  if (keyId === null) throw new Error('There is no key to encrypt with.');
  const total = await countOutdated(db, keyId);
  let done = 0;
  const onBatch = (rows: number): void => {
    done += rows;
    onProgress(done, Math.max(total, done));
  };
  let unopened: readonly UnopenedRow[] = [];
  let left = total;
  for (let pass = 0; pass < PASSES_MAX && left > unopened.length; pass += 1) {
    unopened = await passOver({ db, keyring, keyId, onBatch });
    left = await countOutdated(db, keyId);
  }
  return { left, unopened, retired: await retireKeys(db, keyId) };
}

/** None where a process has sealed something with one of them this very moment. */
async function retireKeys(db: Queryable, keyId: string): Promise<readonly string[]> {
  try {
    const retired = await run<{ id: string }>(db, RETIRE_KEYS, [keyId]);
    return retired.map(({ id }) => id);
  } catch (error) {
    if (errorCode(error) === FOREIGN_KEY_VIOLATION) return [];
    throw error;
  }
}

async function countOutdated(db: Queryable, keyId: string): Promise<number> {
  let total = 0;
  for (const { count } of TABLES) {
    const [row] = await run<{ count: number }>(db, count, [keyId]);
    total += row?.count ?? 0;
  }
  return total;
}

interface Pass {
  readonly db: Queryable;
  readonly keyring: Keyring;
  readonly keyId: string;
  readonly onBatch: (rows: number) => void;
}

async function passOver(pass: Pass): Promise<readonly UnopenedRow[]> {
  const unopened: UnopenedRow[] = [];
  for (const table of TABLES) {
    for (let after = FIRST_ID; ;) {
      const rows = await run<OutdatedRow>(pass.db, table.find, [pass.keyId, after, BATCH_ROWS]);
      const last = rows.at(-1);
      if (last === undefined) break;
      unopened.push(...(await sealAgain(pass, table, rows)));
      pass.onBatch(rows.length);
      after = last.id;
    }
  }
  return unopened;
}

/** Answers the rows that it could not open. */
async function sealAgain(
  { db, keyring, keyId }: Pass,
  table: SealedTable,
  rows: readonly OutdatedRow[],
): Promise<readonly UnopenedRow[]> {
  const unopened: UnopenedRow[] = [];
  const sealed: { readonly row: OutdatedRow; readonly text: string }[] = [];
  for (const row of rows) {
    const place = table.placeOf(row.tenant_id, row.webhook_id);
    try {
      const text = keyring.open({ text: row.text, keyId: row.key_id }, place);
      sealed.push({ row, text: keyring.seal(text, place).text });
    } catch (error) {
      if (!(error instanceof SealedTextError)) throw error;
      unopened.push({ table: table.name, id: row.id, reason: error.reason });
    }
  }
  const columns = [sealed.map(({ row }) => row.id), sealed.map(({ row }) => row.text)];
  await run(db, table.replace, [keyId, ...columns, sealed.map(({ text }) => text)]);
  return unopened;
}
