import { environmentForUpkeep } from '../config/environment.ts';
import { loadSettings } from '../config/load-settings.ts';
import { openDatabase } from '../database/database.ts';
import { reencryptAll, type Reencryption } from '../database/encryption/reencryption.ts';
import { createLogger } from '../operations/logger.ts';
import { runCommand } from './run-command.ts';

/** One line for each percent at most. */
function createProgress(): (done: number, total: number) => void {
  let shown = -1;
  return (done, total) => {
    const percent = Math.floor((done / total) * 100);
    if (percent === shown) return;
    shown = percent;
    console.log(`${done} of ${total} (${percent} %)`);
  };
}

/** @throws Error where something is left to be done */
function conclude(keyId: string, { left, unopened, retired }: Reencryption): void {
  for (const { table, id, reason } of unopened) console.error(`${table} ${id} stays as it is: ${reason}`);
  if (retired.length > 0) {
    console.log(`Nothing is encrypted with ${retired.join(', ')} any more: it may go from the keys.`);
  }
  if (left === 0) {
    console.log(`Every secret and header value is encrypted with ${keyId}.`);
    return;
  }
  throw new Error(
    unopened.length === left
      ? `${left} rows cannot be opened; give their webhooks new secrets or headers, and run this again.`
      : `${left} rows are not encrypted with ${keyId}: another process encrypts with an older key. ` +
          'Start every process with the same keys in the same order, and run this again.',
  );
}

await runCommand(async () => {
  const settings = loadSettings(environmentForUpkeep());
  const database = await openDatabase(settings, createLogger('error'));
  try {
    const { firstId } = database.keyring;
    if (firstId === null)
      throw new Error('POSTHORN_ENCRYPTION_KEYS is not set: there is no key to encrypt with.');
    conclude(firstId, await reencryptAll(database.enginePool, database.keyring, createProgress()));
  } finally {
    await database.close();
  }
});
