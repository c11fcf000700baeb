import { parseArgs } from 'node:util';
import pg from 'pg';
import { OWNER_SESSION } from '../support/test-database.ts';
import { addWebhooks } from './bulk-rows.ts';
import { addMonth, DAYS } from './month-rows.ts';

const WEBHOOKS = 50;

/** `npm run history`: a month of finished deliveries in the database of DATABASE_URL, which is migrated already. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      deliveries: { type: 'string', default: '2000000' },
      attempts: { type: 'string', default: '3000000' },
    },
  });
  const [deliveries, attempts] = [Number(values.deliveries), Number(values.attempts)];
  if (
    !Number.isInteger(deliveries) ||
    deliveries < DAYS ||
    !(attempts >= 1.2 * deliveries && attempts <= 2 * deliveries)
  )
    throw new Error(`--deliveries is a number of at least ${DAYS}, --attempts 1.2 to 2 times as many`);
  if (process.env.DATABASE_URL === undefined)
    throw new Error('DATABASE_URL must name a database that is migrated');
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, options: OWNER_SESSION });
  await client.connect();
  try {
    // To a port where nobody listens, and of no event: nothing is ever sent.
    const webhooks = Array.from({ length: WEBHOOKS }, () => ({
      url: 'http://127.0.0.1:9/',
      events: ['history.none'],
    }));
    const query = async <Row extends pg.QueryResultRow>(
      text: string,
      given: unknown[] = [],
    ): Promise<Row[]> => (await client.query<Row>(text, given)).rows;
    const webhookIds = await addWebhooks({ query }, webhooks);
    await addMonth(client, { webhookIds, deliveries, attempts, say: console.log });
    console.log(
      'The statistics of it are counted by the next process that runs, or by npm run posthorn -- rebuild-stats.',
    );
  } finally {
    await client.end();
  }
}

await main();
