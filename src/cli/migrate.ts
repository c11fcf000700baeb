import { loadSettings } from '../config/load-settings.ts';
import { migrateAll } from '../database/database.ts';
import { createLogger } from '../operations/logger.ts';
import { runCommand } from './run-command.ts';

await runCommand(async () => {
  const settings = loadSettings();
  const applied = await migrateAll(settings, createLogger('warn'));
  const { schema } = settings.database;
  console.log(
    applied.length === 0
      ? `Schema ${schema} is up to date.`
      : `Schema ${schema}: applied ${applied.join(', ')}.`,
  );
});
