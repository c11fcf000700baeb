import { fileURLToPath } from 'node:url';
import { startPosthorn, type PosthornProcess } from '../../src/cli/demo/posthorn-process.ts';

const HOOKS = new URL('../../tools/import-typescript.mjs', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** What Node needs to run the program from its sources. */
export const PROGRAM_ARGUMENTS: readonly string[] = ['--import', HOOKS, PROGRAM];

/** Starts the program from its sources, as a process of its own, sending to loopback only. */
export async function startProgram(
  settings: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<PosthornProcess> {
  return await startPosthorn([...nodeOptions, ...PROGRAM_ARGUMENTS], {
    PORT: '0',
    POSTHORN_AUTH: 'open',
    POSTHORN_LOG_LEVEL: 'warn',
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    ...settings,
  });
}
