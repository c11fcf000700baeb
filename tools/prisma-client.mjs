import { newestChangeMs, writtenAtMs } from './project.mjs';
import { runNode } from './run-node.mjs';

const INPUTS = ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'];
const OUTPUT = 'src/database/generated/client.ts';

/**
 * Makes the Prisma client unless it is newer than all that it is made from; gives the exit code.
 *
 * `prisma generate` looks for the schema engine, which it never runs here, and would download it: any program that
 * exists satisfies it, and Node exists everywhere.
 */
export async function generatePrismaClient() {
  if (writtenAtMs(OUTPUT) >= (await newestChangeMs(INPUTS))) return 0;
  return runNode(['node_modules/prisma/build/index.js', 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
}
