import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';

/**
 * Writes a generated file, or, with `--check` on the command line, fails when the committed one differs. `command` is
 * what the reader of the failure should run.
 */
export function keepUpToDate(path, text, command) {
  const committed = existsSync(inProject(path)) ? readFileSync(inProject(path), 'utf8') : undefined;
  if (committed === text) return;
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date: run \`${command}\` and commit it.`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(inProject(path), text);
  console.log(`${path} written`);
}
