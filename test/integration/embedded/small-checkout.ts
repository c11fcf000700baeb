import { chmod, copyFile, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from '@swc/core';

const SOURCES = join(import.meta.dirname, '../../../src/database/embedded');
const NODE_MODULES = join(import.meta.dirname, '../../../node_modules');
const PROGRAM = 'run-embedded.mjs';

/** Starts the server on argv[2], says so in one line of JSON, and stops it at SIGTERM. */
const PROGRAM_TEXT = `
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';
const log = (line) => process.stderr.write(line + '\\n');
const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
try {
  const server = await startEmbeddedPostgres({ dataDir: process.argv[2], log });
  const alive = setInterval(() => undefined, 1_000_000);
  process.once('SIGTERM', () => void server.stop().then(() => clearInterval(alive)));
  say({ url: server.url, port: server.port, dataDir: server.dataDir });
} catch (error) {
  say({ code: error.code, message: error.message });
  process.exitCode = 3;
}
`;

/** A folder with the compiled embedded server and the packages it needs, as a checkout of Posthorn has them. */
export interface SmallCheckout {
  dir: string;
  program: string;
  nodeBinary: string;
}

/** Node's own modules by link: for processes of this test's user. */
export async function makeLinkedCheckout(dir: string): Promise<SmallCheckout> {
  await compileSources(dir);
  await symlink(NODE_MODULES, join(dir, 'node_modules'));
  return { dir, program: join(dir, PROGRAM), nodeBinary: process.execPath };
}

/** Everything copied, node itself too, so that nothing outside the folder decides whether a user can run it. */
export async function makeCopiedCheckout(dir: string): Promise<SmallCheckout> {
  await compileSources(dir);
  for (const name of await packagesNeeded(['pg', embeddedPackage()])) {
    await cp(join(NODE_MODULES, name), join(dir, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  const nodeBinary = join(dir, 'node');
  await copyFile(process.execPath, nodeBinary);
  await chmod(nodeBinary, 0o755);
  return { dir, program: join(dir, PROGRAM), nodeBinary };
}

export function embeddedPackage(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

async function compileSources(dir: string): Promise<void> {
  await mkdir(join(dir, 'embedded'), { recursive: true });
  await writeFile(join(dir, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(dir, PROGRAM), PROGRAM_TEXT);
  for (const name of await readdir(SOURCES)) {
    if (name.endsWith('.spec.ts')) continue;
    const { code } = await transform(await readFile(join(SOURCES, name), 'utf8'), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    const linked = code.replace(/(from ['"]\.\/[^'"]+)\.ts(['"])/g, '$1.js$2');
    await writeFile(join(dir, 'embedded', name.replace(/\.ts$/, '.js')), linked);
  }
}

/** npm lays these flat; one that it did not would be missed here at once, by a file that is not there. */
async function packagesNeeded(names: readonly string[], found = new Set<string>()): Promise<Set<string>> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const manifest = await readFile(join(NODE_MODULES, name, 'package.json'), 'utf8');
    const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Record<string, string> };
    await packagesNeeded(Object.keys(dependencies), found);
  }
  return found;
}
