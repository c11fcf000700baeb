import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { environmentWithoutSettings } from '../../src/config/environment.ts';

const execute = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const OUTPUT_BYTES_MAX = 16_777_216;

/** An empty project that has installed `posthorn-client` from its tarball. */
export interface Consumer {
  readonly folder: string;
  /** Of node_modules, all files. */
  installedBytes(): Promise<number>;
  /** What stands in the tarball. */
  readonly packed: readonly string[];
  write(name: string, text: string): Promise<string>;
  /** Runs Node in the project. @returns its standard output */
  node(programArguments: readonly string[], variables?: Readonly<Record<string, string>>): Promise<string>;
  remove(): Promise<void>;
}

/** Builds the package, packs it and installs it, with nothing but its own dependencies. */
export async function installPackedClient(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-consumer-'));
  await run(process.execPath, [join(PROJECT, 'tools/build-client.mjs')], PROJECT);
  const told = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    join(PROJECT, 'packages/client'),
  );
  const packed = readPackAnswer(told);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=dev'];
  await run('npm', ['install', ...options, '--prefix', folder, join(folder, packed.filename)], folder);
  return {
    folder,
    packed: packed.files.map(({ path }) => path),
    installedBytes: async () => await bytesBelow(join(folder, 'node_modules')),
    write: async (name, text) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    node: async (programArguments, variables = {}) =>
      await run(process.execPath, programArguments, folder, variables),
    remove: async () => {
      await rm(folder, { recursive: true });
    },
  };
}

interface PackAnswer {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A list, or, from npm 11 on in a workspace, an object by the packages' names. */
function readPackAnswer(text: string): PackAnswer {
  const answer = JSON.parse(text) as readonly PackAnswer[] | Readonly<Record<string, PackAnswer>>;
  const [packed] = Object.values(answer);
  if (packed === undefined) throw new Error('npm packed nothing.');
  return packed;
}

/** The settings of npm go along, such as its cache; what it tells its scripts of this project does not. */
function environmentOfOthers(): NodeJS.ProcessEnv {
  const entries = Object.entries(environmentWithoutSettings());
  return Object.fromEntries(
    entries.filter(([name]) => !/^npm_(?:package|lifecycle|command|config_local_prefix)/.test(name)),
  );
}

async function run(
  program: string,
  programArguments: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { cwd, env: { ...environmentOfOthers(), ...variables }, maxBuffer: OUTPUT_BYTES_MAX };
  try {
    const { stdout } = await execute(program, [...programArguments], options);
    return stdout;
  } catch (error) {
    // What a compiler finds stands in its output, which the error's message leaves out.
    const { stdout = '' } = error as { readonly stdout?: string };
    throw new Error(`${program} ${programArguments.join(' ')} failed: ${stdout}`, { cause: error });
  }
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
