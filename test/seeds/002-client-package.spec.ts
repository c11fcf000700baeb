import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { example, type Example } from './optimizer-examples.ts';
import { installPackedClient, type Consumer } from './packed-client.ts';

const INSTALL_PATIENCE_MS = 180_000;
const MEGABYTE = 1_048_576;
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** The document's examples in one program: each with what it uses and what it gives on. */
const STEPS = [
  { words: ['const client = new WebhookClient();'], uses: '', gives: 'client, deliveryIds, delivery, stats' },
  {
    words: ['generateSignature(payload, secret)', 'verifySignature('],
    uses: 'payload: object, secret: string',
    gives: 'signature, isValid',
  },
  { words: ['generateSecret()'], uses: '', gives: 'secret' },
  {
    words: ['calculateRetryDelay(attemptNumber, config)'],
    uses: 'attemptNumber: number, attempts: number, statusCode: number',
    gives: 'delay, shouldRetry',
  },
  {
    words: ['const queue = new WebhookQueue();'],
    uses: 'delivery: NewWebhookDelivery, target: WebhookTarget, deliveryId: string',
    gives: 'queue, item',
  },
  {
    words: ['queue.moveToDeadLetter(item);'],
    uses: 'queue: WebhookQueue, item: WebhookQueueItem, deliveryId: string, maxAgeMs: number',
    gives: '',
  },
  {
    words: ['console.log({', 'totalDeliveries: stats.totalDeliveries'],
    uses: 'client: WebhookClient',
    gives: 'stats',
  },
  { words: ['const config: WebhookClientConfig'], uses: '', gives: 'config' },
  { words: ['const target: WebhookTarget'], uses: '', gives: 'target' },
  {
    words: ['error instanceof WebhookError'],
    uses: 'client: WebhookClient, eventType: string, data: object',
    gives: '',
  },
] as const;

/** What the examples use without importing it. */
const ALSO = ['WebhookError', 'DEFAULT_RETRY_CONFIG', 'DEFAULT_RATE_LIMIT_CONFIG'];
const TYPES = ['NewWebhookDelivery', 'WebhookClientConfig', 'WebhookQueueItem', 'WebhookTarget'];

const untyped = (parameters: string): string => parameters.replaceAll(/: \w+/g, '');

function asFunction(index: number, code: string, parameters: string, gives: string): string {
  return `async function step${index}(${parameters}) {\n${code}\nreturn { ${gives} };\n}\n`;
}

/** Runs the steps one after another, and prints what came of them. */
const MAIN = `
async function main() {
  const shown = console.log;
  console.log = () => undefined;
  const { client, deliveryIds } = await step0();
  const sent = await until(() => client.getDelivery(deliveryIds[0]), ({ status }) => status === 'delivered');
  const { isValid } = await step1({ a: 1 }, 'secret');
  const { secret } = await step2();
  const { delay, shouldRetry } = await step3(1, 1, 503);
  const { stats } = await step6(client);
  const { config } = await step7();
  const { target } = await step8();
  const errors = [];
  console.error = (line) => errors.push(line);
  await step9(client, 'no type', {});
  await client.stop();
  const deliveryId = WebhookQueue.createDeliveryId();
  const delivery = { id: deliveryId, eventType: 'queue.checked', data: {} };
  const { queue, item } = await step4(delivery, target, deliveryId);
  const second = await queue.enqueue({ eventType: 'queue.checked', data: {} }, target);
  await step5(queue, await queue.dequeue(), second, 60000);
  await queue.close();
  shown(JSON.stringify({ sent: sent.status, isValid, secret: secret.length, delay, shouldRetry,
    delivered: stats.successfulDeliveries, config: config.userAgent, errors, item: item.deliveryId === deliveryId }));
}
async function until(look, isRight) {
  for (const end = Date.now() + 20000; ; ) {
    const found = await look();
    if (isRight(found)) return found;
    if (Date.now() > end) throw new Error('It never came to be.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
main().catch((error) => { console.error(error); process.exitCode = 1; });
`;

let database: TestDatabase;
let receiver: Receiver;
let consumer: Consumer;
let examples: Example[];

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  examples = STEPS.map(({ words }) => example(receiver.url, ...words));
  consumer = await installPackedClient();
}, INSTALL_PATIENCE_MS);

afterAll(async () => {
  await receiver.close();
  await database.drop();
  await consumer.remove();
});

const names = (): string[] => [...new Set([...examples.flatMap(({ imports }) => imports), ...ALSO])];

function program(load: string): string {
  const steps = examples.map(({ javascript }, index) => {
    const { uses = '', gives = '' } = STEPS[index] ?? {};
    return asFunction(index, javascript, untyped(uses), gives);
  });
  return `${load}\n${steps.join('\n')}\n${MAIN}`;
}

async function runExamples(file: string, load: string): Promise<unknown> {
  const path = await consumer.write(file, program(load));
  const output = await consumer.node([path], {
    DATABASE_URL: database.url,
    POSTHORN_ALLOWED_NETWORKS: '127.0.0.0/8',
    WEBHOOK_QUEUE_INTERVAL: '100',
  });
  return JSON.parse(output) as unknown;
}

const OUTCOME = {
  sent: 'delivered',
  isValid: true,
  secret: 64,
  delay: expect.any(Number) as unknown,
  shouldRetry: true,
  delivered: expect.any(Number) as unknown,
  config: 'LLM-Auto-Optimizer-Webhook/1.0',
  errors: ['Webhook error: validation_error', 'Retryable: false'],
  item: true,
};

describe('the packed library', () => {
  it('holds what it needs, and nothing else', () => {
    const kinds = new Set(
      consumer.packed.map((path) => path.replace(/^(dist\/\w+|prisma\/migrations)\/.*$/, '$1')),
    );
    expect([...kinds].sort()).toEqual([
      ...['LICENSE', 'README.md', 'dist/THIRD-PARTY-LICENSES.md', 'dist/cjs', 'dist/esm'],
      ...['package.json', 'prisma/migrations'],
    ]);
  });

  it('takes less than 5 MB with all that it installs', async () => {
    const bytes = await consumer.installedBytes();
    expect(bytes).toBeGreaterThan(MEGABYTE);
    expect(bytes).toBeLessThan(5 * MEGABYTE);
  });

  it('runs the examples of the document from an ES module', async () => {
    const load = `import { ${names().join(', ')} } from 'posthorn-client';`;
    expect(await runExamples('examples.mjs', load)).toEqual(OUTCOME);
  });

  it('runs the examples of the document from CommonJS', async () => {
    const load = `const { ${names().join(', ')} } = require('posthorn-client');`;
    expect(await runExamples('examples.cjs', load)).toEqual(OUTCOME);
  });

  it.each(['examples.mts', 'examples.cts'])('has types that the examples fit: %s', async (file) => {
    const steps = examples.map(({ typescript }, index) => {
      const { uses = '', gives = '' } = STEPS[index] ?? {};
      return asFunction(index, typescript, uses, gives);
    });
    const load = `import { ${names().join(', ')}, type ${TYPES.join(', type ')} } from 'posthorn-client';`;
    const ambient = 'declare const console: { log(value: unknown): void; error(value: unknown): void };';
    const exported = `export { ${steps.map((_step, index) => `step${index}`).join(', ')} };`;
    const path = await consumer.write(file, [load, ambient, ...steps, exported].join('\n'));
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023'];
    expect(await consumer.node([TSC, ...options, '--ignoreConfig', path])).toBe('');
  });
});
