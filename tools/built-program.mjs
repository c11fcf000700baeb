import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildConsole, isConsoleBuilt } from './console/build-console.mjs';
import { generatePrismaClient } from './prisma-client.mjs';
import { inProject, newestChangeMs, writtenAtMs } from './project.mjs';
import { runNode } from './run-node.mjs';

const INPUTS = [
  'src',
  'prisma/schema.prisma',
  'prisma.config.ts',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];

/** Written after a build that succeeded. The output itself tells too little: tsc leaves unchanged files untouched. */
const STAMP = 'dist/.built';

/** Builds dist/; gives the exit code. */
export async function build() {
  const generated = await generatePrismaClient();
  if (generated !== 0) return generated;
  const built = await runNode(['node_modules/@nestjs/cli/bin/nest.js', 'build']);
  if (built !== 0) return built;
  writeFileSync(inProject(STAMP), '');
  return (await isConsoleBuilt()) ? 0 : await buildConsole();
}

async function isBuilt() {
  const isProgramBuilt =
    writtenAtMs('dist/main.js') !== -Infinity && writtenAtMs(STAMP) >= (await newestChangeMs(INPUTS));
  return isProgramBuilt && (await isConsoleBuilt());
}

/**
 * Runs a built program as if node had been called with it, after building what is missing or out of date. It runs in
 * this very process: there is one process to signal, and its exit code is this one's.
 */
export async function runBuilt(path, programArguments) {
  const isReady = await isBuilt();
  if (!isReady) process.stderr.write('Building Posthorn…\n');
  const exitCode = isReady ? 0 : await build();
  if (exitCode !== 0) {
    process.exitCode = exitCode;
    return;
  }
  const program = inProject(path);
  process.argv = [process.execPath, program, ...programArguments];
  await import(pathToFileURL(program).href);
}
