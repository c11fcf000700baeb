#!/usr/bin/env node
import 'reflect-metadata';
import { runImport } from './import/import-command.ts';
import { runRebuildStats } from './rebuild-stats.ts';
import { runRetention } from './retention.ts';
import { runCommand } from './run-command.ts';

const USAGE = `Usage: posthorn import <emp|optimizer|workflow|taskflow> <file.json> [--dry-run] [--tenant <id or uid>] [--mode live|shadow]
       posthorn rebuild-stats
       posthorn retention

Takes the webhooks of an old system over, with their ids and secrets. --dry-run shows what would be done, and does nothing.

rebuild-stats counts the statistics of all attempts that are kept anew, while Posthorn runs.

retention shows what is kept how long, the oldest of it, and when that goes.`;

/** The commands that need more than a look at the settings. @throws Error with what to say to whoever typed it */
async function run(programArguments: readonly string[]): Promise<void> {
  const [command, ...rest] = programArguments;
  if (command === 'import') await runImport(rest, USAGE);
  else if (command === 'rebuild-stats' && rest.length === 0) await runRebuildStats();
  else if (command === 'retention' && rest.length === 0) await runRetention();
  else throw new Error(USAGE);
}

await runCommand(async () => {
  await run(process.argv.slice(2));
});
