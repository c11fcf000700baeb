import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { linkLibraries } from './snippet-verifiers.ts';

const execute = promisify(execFile);
const HOOKS = new URL('../../tools/import-typescript.mjs', import.meta.url).href;
const PRISMA_CLIENT = new URL('../../src/database/generated/client.ts', import.meta.url).href;

/** What a snippet's `payOrder` is called with, by its name; each program prints the id that it answers. */
const DRIVERS: Readonly<Record<string, string>> = {
  'node-pg': `
import pg from 'pg';
import { payOrder } from './snippet.mjs';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
console.log(await payOrder(pool, 4711));
await pool.end();
`,
  prisma: `
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '${PRISMA_CLIENT}';
import { payOrder } from './snippet.mjs';
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
console.log(await payOrder(prisma, 4711));
await prisma.$disconnect();
`,
  drizzle: `
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { payOrder } from './snippet.mjs';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
console.log(await payOrder(drizzle({ client: pool }), 4711));
await pool.end();
`,
};

/** Runs a snippet of Node on a database. @returns what it printed */
export async function runNodeSnippet(
  folder: string,
  name: string,
  snippet: string,
  url: string,
): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(place);
  await linkLibraries(place);
  await writeFile(path.join(place, 'snippet.mjs'), snippet);
  await writeFile(path.join(place, 'driver.mjs'), DRIVERS[name] ?? '');
  const { stdout } = await execute(process.execPath, ['--import', HOOKS, 'driver.mjs'], {
    cwd: place,
    env: { ...process.env, DATABASE_URL: url },
  });
  return stdout.trim();
}

/** Runs a script as psql reads it. @returns the answers of its queries, one a line, without heads */
export async function runPsql(script: string, url: string): Promise<string[]> {
  const child = execute('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url]);
  child.child.stdin?.end(script);
  const { stdout } = await child;
  return stdout.split('\n').filter((line) => line !== '');
}
