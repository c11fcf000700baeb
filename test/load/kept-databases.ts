import pg from 'pg';
import { newEvent, startEngine, type EngineHarness } from '../support/engine-harness.ts';
import type { Uuid } from '../../src/domain/ids.ts';
import { DATA, SLOTS } from './bench-engine.ts';

/** An engine that publishes into a database which is measured in every round; its worker is never started. */
export async function startKeptEngine(
  fill: (engine: EngineHarness) => Promise<void>,
): Promise<EngineHarness> {
  const engine = await startEngine({ slotsMax: SLOTS });
  try {
    await fill(engine);
    await settle(engine);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** An event that nobody is subscribed to: what rows made in bulk are deliveries of. */
export async function addLoneEvent({ publisher }: EngineHarness): Promise<Uuid> {
  const [stored] = await publisher.publish([newEvent('nobody', DATA)]);
  if (stored === undefined) throw new Error('no event was stored');
  return stored.id;
}

/** What a server does after so many inserts, done before anything is measured. */
export async function settle({ database }: Pick<EngineHarness, 'database'>): Promise<void> {
  await database.query('vacuum analyze');
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query('checkpoint');
  await client.end();
}
