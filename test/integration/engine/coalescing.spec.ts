import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { NewEvent } from '../../../src/engine/publish/new-event.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { countStatements, type StatementCounter } from '../../support/statement-counter.ts';
import { NOWHERE } from './delivery-rows.ts';

const CALLERS = 100;

describe('events that are published at the same moment', () => {
  let engine: EngineHarness;
  let statements: StatementCounter;

  beforeAll(async () => {
    engine = await startEngine(); // its worker stands still
    await engine.addWebhook({ url: NOWHERE });
    statements = countStatements(engine.pool);
    await engine.publisher.publish([newEvent('warm', '{}')]);
  });

  afterAll(async () => {
    await engine.close();
  });

  beforeEach(() => {
    statements.reset();
  });

  async function typesOf(published: readonly { readonly id: string }[]): Promise<string[]> {
    const rows = await engine.database.query<{ id: string; type: string }>(
      `select e.id, e.type from events e join live_deliveries d on d.event_id = e.id where e.id = any ($1::uuid[])`,
      [published.map(({ id }) => id)],
    );
    const types = new Map(rows.map(({ id, type }) => [id, type]));
    return published.map(({ id }) => types.get(id) ?? 'missing');
  }

  it('share statements, and each caller gets its own event’s id', async () => {
    const types = Array.from({ length: CALLERS }, (_, index) => `together.${index}`);
    const published = await Promise.all(
      types.map(async (type) => await engine.publisher.publish([newEvent(type, '{}')])),
    );
    expect(await typesOf(published.flat())).toEqual(types);
    expect(statements.counts.get('publish_events')).toBeLessThan(10);
  });

  it('are stored although a neighbour’s is refused', async () => {
    const events = Array.from({ length: 20 }, (_, index) =>
      newEvent('near', index === 11 ? '{"broken' : '{}'),
    );
    const results = await Promise.allSettled(
      events.map(async (event) => await engine.publisher.publish([event])),
    );
    expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([11]);
    const stored = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    expect(await typesOf(stored)).toEqual(stored.map(() => 'near'));
  });

  it('go alone where they have a key', async () => {
    const keyed = (key: string): NewEvent => {
      const fingerprint = createHash('sha256').update(key).digest();
      return newEvent('keyed', '{}', { idempotency: { key, fingerprint } });
    };
    const events = Array.from({ length: 20 }, (_, index) => keyed(`key ${index}`));
    await Promise.all(events.map(async (event) => await engine.publisher.publish([event])));
    expect(statements.counts.get('publish_events')).toBe(20);
  });
});
