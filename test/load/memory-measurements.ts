import type { TestDatabase } from '../support/test-database.ts';
import { REQUESTS, WEBHOOKS, withEngine } from './bench-engine.ts';
import { addWebhooks } from './bulk-rows.ts';
import { ask, forkTypeScript, letGo } from './child-process.ts';
import { hostName, startNameServer } from './hosts.ts';
import type { Section } from './measurement.ts';
import type { MemoryStep } from './memory-process.ts';
import { scaled } from './scale.ts';

const MEMORY_PROCESS = new URL('./memory-process.ts', import.meta.url);
const MANY_EVENTS = scaled(100_000, WEBHOOKS * 20) / WEBHOOKS;
const ORIGINS = scaled(20_000);

export const MEMORY: Section = {
  title: 'Memory',
  about: `Resident memory of a process with the engine alone, after a collection of its garbage: once it has warmed up, after ${MANY_EVENTS * WEBHOOKS}
more deliveries, then after one to each of ${ORIGINS} further origins, whose webhooks it has in memory from then on, and after another
one to each.`,
  measurements: [
    {
      figures: [
        { id: 'memory-warm', unit: 'MiB', name: `after ${REQUESTS} deliveries` },
        { id: 'memory-many', unit: 'MiB', name: `after ${MANY_EVENTS * WEBHOOKS} more` },
        { id: 'memory-origins', unit: 'MiB', name: `after one to each of ${ORIGINS} origins` },
        { id: 'memory-origins-again', unit: 'MiB', name: 'after another one to each' },
      ],
      measure: async ({ receiverUrl }) => await measureMemory(receiverUrl),
    },
  ],
};

async function measureMemory(receiverUrl: string): Promise<readonly number[]> {
  const names = await startNameServer(() => '127.0.0.1');
  try {
    return await withEngine(
      '',
      async ({ database }) => {
        const child = forkTypeScript(MEMORY_PROCESS, { nodeOptions: ['--expose-gc'] });
        const place = { databaseUrl: database.url, nameServer: names.address };
        try {
          return await runSteps(
            database,
            receiverUrl,
            async (step) => await ask(child, { ...place, ...step }),
          );
        } finally {
          await letGo(child);
        }
      },
      0,
    );
  } finally {
    await names.close();
  }
}

type Step = Pick<MemoryStep, 'events' | 'deliveries'>;

/** @param run answers how much memory the process then holds */
async function runSteps(
  database: TestDatabase,
  receiverUrl: string,
  run: (step: Step) => Promise<number>,
): Promise<readonly number[]> {
  const webhooks = Array.from({ length: WEBHOOKS }, () => ({ url: receiverUrl, events: ['bench'] }));
  await addWebhooks(database, webhooks);
  const warm = await run({ events: REQUESTS / WEBHOOKS, deliveries: REQUESTS });
  const many = await run({ events: MANY_EVENTS, deliveries: MANY_EVENTS * WEBHOOKS });
  const { port } = new URL(receiverUrl);
  const origins = Array.from({ length: ORIGINS }, (_, host) => ({
    url: `http://${hostName(host)}:${port}/`,
    events: ['origins'],
  }));
  await addWebhooks(database, origins);
  const oneToEach = { events: 0, deliveries: ORIGINS };
  return [warm, many, await run(oneToEach), await run(oneToEach)];
}
