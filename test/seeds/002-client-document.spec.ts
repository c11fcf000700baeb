import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as library from '../../packages/client/src/posthorn-client.ts';
import { RETRYABLE_ERRORS, WebhookClient, WebhookQueue } from '../../packages/client/src/posthorn-client.ts';
import { PrismaClient } from '../../src/database/generated/client.ts';
import { inProject } from '../architecture/project-files.ts';
import { eventually } from '../support/eventually.ts';
import { openGuide, type Guide } from '../support/guide.ts';
import { useClients, verifies } from './client-harness.ts';

const guide = openGuide('docs/client-library.md');
const readme = openGuide('packages/client/README.md');
const harness = useClients();
const IMPORT = /^import \{ (.+) \} from '(?:posthorn-client|drizzle-orm)';$/gm;
const HOSTS = /https:\/\/(?:api|billing)\.example\.com\/webhook/g;

type Values = Record<string, unknown>;

/** Runs a block of a document, and answers what it defines under these names. */
async function runBlock(
  [document, name]: readonly [Guide, string],
  scope: Values,
  ...names: readonly string[]
): Promise<Values> {
  const code = document
    .block(name)
    .replaceAll(IMPORT, 'const { $1 } = library;')
    .replaceAll(HOSTS, harness.receiver.url)
    .replaceAll(/^export /gm, '');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the document's code is what is tested
  const run = new Function(
    ...['library', ...Object.keys(scope)],
    `return (async () => { ${code}\nreturn { ${names.join(', ')} }; })();`,
  ) as (...values: unknown[]) => Promise<Values>;
  return await run({ ...library, sql }, ...Object.values(scope));
}

type Pay = (client: WebhookClient, database: unknown, id: number) => Promise<string>;

let pool: pg.Pool;
beforeAll(async () => {
  await harness.database.query('create table invoices (id int primary key, status text)');
  await harness.database.query(`insert into invoices select n, 'new' from generate_series(1, 9) n`);
  pool = new pg.Pool({ connectionString: harness.database.url, options: '-c search_path=posthorn', max: 2 });
  // Its idle connections end with the database.
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool.end();
});

const arrived = async (count: number): Promise<void> => {
  await eventually('it arrives', () => harness.receiver.requests.length >= count);
};

describe('docs/client-library.md', () => {
  it('installs the package by its name', async () => {
    const { name } = JSON.parse(await readFile(inProject('packages/client/package.json'), 'utf8')) as {
      name: string;
    };
    expect(guide.block('install')).toBe(`npm install ${name}\n`);
    expect(readme.block('install')).toBe(`npm install ${name}\n`);
  });

  it('sends, and rotates a secret', async () => {
    const lines: unknown[] = [];
    const scope = {
      console: { log: (line: unknown) => lines.push(line) },
      process: { env: { BILLING_SECRET: 'first' } },
    };
    const sent = await runBlock([guide, 'send'], scope, 'client', 'deliveryIds');
    const client = harness.adopt(sent.client as WebhookClient);
    expect(lines).toHaveLength(1);
    const before = harness.receiver.requests.length;
    await arrived(Math.max(1, before));
    expect(verifies(harness.receiver.requests.at(-1), 'first')).toBe(true);
    const { secret } = await runBlock([guide, 'rotate'], { client }, 'secret');
    const count = harness.receiver.requests.length;
    await client.send('invoice.paid', { invoice_id: 1 });
    await arrived(count + 1);
    const request = harness.receiver.requests.at(-1);
    expect(verifies(request, String(secret))).toBe(true);
    const { receive } = await runBlock([guide, 'receive'], {}, 'receive');
    const check = receive as (body: Buffer, headers: object, secrets: string[]) => object;
    const [body, headers] = [request?.body ?? Buffer.alloc(0), request?.headers ?? {}];
    expect(check(body, headers, [String(secret), 'first'])).toMatchObject({ data: { invoice_id: 1 } });
    expect(() => check(body, headers, ['other'])).toThrow('not signed by us');
  });

  it.each<[string, () => Promise<{ database: unknown; close: () => Promise<void> }>]>([
    ['pg', () => Promise.resolve({ database: pool, close: async () => Promise.resolve() })],
    [
      'prisma',
      () => {
        const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
        return Promise.resolve({
          database: prisma,
          close: async () => {
            await prisma.$disconnect();
          },
        });
      },
    ],
    [
      'drizzle',
      () => Promise.resolve({ database: drizzle({ client: pool }), close: async () => Promise.resolve() }),
    ],
  ])('publishes in a transaction: %s', async (name, open) => {
    const { database, close } = await open();
    const client = harness.client();
    await client.registerTarget({ id: 'invoices', name: 'Invoices', url: harness.receiver.url });
    await client.start();
    const { payInvoice } = await runBlock([guide, name], {}, 'payInvoice');
    const count = harness.receiver.requests.length;
    const eventId = await (payInvoice as Pay)(client, database, 2);
    await arrived(count + 1);
    const body = JSON.parse(harness.receiver.requests.at(-1)?.body.toString() ?? '') as object;
    expect(body).toMatchObject({ id: eventId, type: 'invoice.paid', data: { invoice_id: 2 } });
    await close();
  });

  it('stores what is emitted, and logs what cannot be', async () => {
    const client = harness.client();
    const { broadcast } = await runBlock([guide, 'process-event'], {}, 'broadcast');
    const [heard, logged]: [unknown[], unknown[]] = [[], []];
    const tools = {
      client,
      listeners: [(event: unknown) => heard.push(event)],
      logger: { error: (...line: unknown[]) => logged.push(line) },
    };
    const emit = broadcast as (event: object, given: typeof tools) => void;
    emit({ type: 'no type' }, tools);
    expect(heard).toEqual([{ type: 'no type' }]);
    await eventually('it is logged', () => logged.length === 1);
    expect(logged[0]).toMatchObject(['Webhook processing failed', { eventType: 'no type' }]);
  });

  it('calculates retries as its comments say', async () => {
    const said = [...guide.block('retry').matchAll(/^(webhookRetryService\..*); \/\/ (\w+)/gm)];
    expect(said.map(([, , value]) => value)).toEqual(['true', 'false', '4000', '30000']);
    for (const [, call = '', value] of said) {
      const { result } = await runBlock([guide, 'retry'], {}, `result: ${call}`);
      if (value === 'true' || value === 'false') expect(String(result)).toBe(value);
      else expect(Math.abs(Number(result) - Number(value))).toBeLessThanOrEqual(Number(value) / 10);
    }
  });

  it('empties the queue by hand', async () => {
    const queue = new WebhookQueue();
    const target = { id: 'by-hand', name: 'By hand', url: harness.receiver.url };
    await harness.database.query('truncate live_deliveries');
    const ids = [];
    for (const n of [1, 2]) ids.push(await queue.enqueue({ eventType: 'a', data: { n } }, target));
    await queue.close();
    const { sendAll } = await runBlock([guide, 'queue'], {}, 'sendAll');
    await (sendAll as (send: (item: { data: { n: number } }) => boolean) => Promise<void>)(
      ({ data }) => data.n === 1,
    );
    const client = harness.client();
    const statuses = await Promise.all(ids.map(async (id) => (await client.getDelivery(id)).status));
    expect(statuses).toEqual(['delivered', 'dead_letter']);
  });

  it('tells errors apart', async () => {
    const { trySending } = await runBlock([guide, 'errors'], {}, 'trySending');
    const attempt = trySending as (client: object, data: object) => Promise<unknown>;
    await expect(attempt(harness.client(), [])).rejects.toMatchObject({ type: 'validation_error' });
    const busy = { send: () => Promise.reject(new library.WebhookRateLimitError('full')) };
    expect(await attempt(busy, {})).toBeNull();
    const table = guide
      .table('`retryable`')
      .map(([type = '', retryable]) => [type.slice(1, -1), retryable === 'true']);
    expect(Object.fromEntries(table)).toEqual(RETRYABLE_ERRORS);
  });

  it('opens a PostgreSQL of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-client-'));
    const { openEmbedded } = await runBlock([guide, 'embedded'], {}, 'openEmbedded');
    const client = (openEmbedded as (dataDir: string) => WebhookClient)(join(folder, 'data'));
    expect(await client.send('a', {})).toEqual([]);
    await client.stop();
    await rm(folder, { recursive: true });
  });

  it('describes every field of the configuration', async () => {
    const types = await readFile(inProject('packages/client/src/webhook-types.ts'), 'utf8');
    const fields = ['WebhookStoreConfig', 'WebhookClientConfig'].flatMap((name) => {
      const [body = ''] = new RegExp(`interface ${name} [^]*?\\n}`).exec(types) ?? [];
      return [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, field]) => `\`${field ?? ''}\``);
    });
    expect(fields.length).toBeGreaterThan(10);
    expect(
      guide
        .table('Field')
        .map(([field]) => field)
        .sort(),
    ).toEqual(fields.sort());
  });

  it('leaves nothing untried', () => {
    expect(guide.untried()).toEqual([]);
  });
});

describe('the package’s README', () => {
  it('runs as written', async () => {
    const started = await runBlock(
      [readme, 'quick-start'],
      { console: { log: () => undefined } },
      'client',
      'stats',
    );
    harness.adopt(started.client as WebhookClient);
    expect(started.stats).toMatchObject({ successRate: expect.any(Number) as unknown });
    await harness.adopt(started.client as WebhookClient).stop();
    const { isValid } = await runBlock([readme, 'signatures'], { payload: { a: 1 } }, 'isValid');
    expect(isValid).toBe(true);
    const scope = { attemptNumber: 1, attempts: 1, statusCode: 500 };
    expect(await runBlock([readme, 'retry'], scope, 'shouldRetry')).toEqual({ shouldRetry: true });
    await harness.database.query('truncate live_deliveries');
    const target = { id: 'readme', name: 'Readme', url: harness.receiver.url };
    const delivery = { eventType: 'a', data: {} };
    const { item, again } = await runBlock(
      [readme, 'queue'],
      { delivery, target, maxAgeMs: 0 },
      'item',
      'again',
    );
    expect((again as { deliveryId: string }).deliveryId).toBe((item as { deliveryId: string }).deliveryId);
    expect(readme.untried()).toEqual([]);
  });
});
