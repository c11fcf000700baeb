import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../../src/domain/outcomes.ts';
import { limitedByWebhooks } from '../../../src/engine/queue/claim-limits.ts';
import { DeliveryQueue } from '../../../src/engine/queue/delivery-queue.ts';
import { startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import {
  ClaimStep,
  CompleteStep,
  EVENT_TYPE,
  PromoteStep,
  PublishStep,
  readAll,
  RetryStep,
  TimeStep,
  type Model,
  type Real,
} from './delivery-model.ts';
import { completionOf, NOWHERE } from './delivery-rows.ts';

const AN_HOUR = 3_600_000;
const RUNS = 40;
const STEPS_MAX = 50;
const TIME_LIMIT_MS = 20_000;

const outcome: fc.Arbitrary<Outcome> = fc.constantFrom<Outcome>(
  { kind: 'delivered' },
  { kind: 'retry', delayMs: 0 },
  { kind: 'retry', delayMs: AN_HOUR },
  { kind: 'dead_letter', reason: 'exhausted', disablesWebhook: false },
  { kind: 'dead_letter', reason: 'expired', disablesWebhook: false },
  { kind: 'cancelled', reason: 'webhook_deleted' },
  { kind: 'shadowed', reason: 'shadow_mode' },
  { kind: 'released' },
);
const pick = fc.nat({ max: 30 });
const picks = fc.array(pick, { minLength: 1, maxLength: 3 });
const results = fc.array(fc.tuple(pick, outcome), { minLength: 1, maxLength: 4 });
const commands = fc.commands(
  [
    fc.integer({ min: 1, max: 3 }).map((count) => new PublishStep(count)),
    fc.tuple(fc.nat({ max: 1 }), fc.constantFrom(1, 10)).map(([worker, size]) => new ClaimStep(worker, size)),
    results.map((list) => new CompleteStep(list)),
    picks.map((list) => new TimeStep(list)),
    fc.constant(new PromoteStep()),
    picks.map((list) => new RetryStep(list)),
  ],
  { maxCommands: STEPS_MAX, size: 'max' },
);

describe('a queue under any order of publishing, claiming, recording, losing leases and retrying', () => {
  let engine: EngineHarness;

  beforeAll(async () => {
    engine = await startEngine();
    await engine.addWebhook({ url: NOWHERE, events: [EVENT_TYPE], maxInFlight: 1_000 });
  });

  afterAll(async () => {
    await engine.close();
  });

  /** Whatever came before, a worker that works ends everything. */
  async function drain({ engine: { database }, queues: [queue] }: Real, model: Model): Promise<void> {
    await database.query('update live_deliveries set next_attempt_at = now()');
    await queue?.promote();
    for (;;) {
      const claimed = (await queue?.claimDue(10, limitedByWebhooks(new Map()))) ?? [];
      if (claimed.length === 0) break;
      await queue?.complete(claimed.map((delivery) => completionOf(engine, delivery, { kind: 'delivered' })));
    }
    const left = await database.query('select id from live_deliveries');
    expect(left).toEqual([]);
    const actual = await database.query<{ id: string }>('select id from finished_deliveries');
    expect(actual.map(({ id }) => id).toSorted()).toEqual([...model.keys()].toSorted());
  }

  it('does what the model says after every step, and gets everything to its end', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        await engine.database.query('truncate live_deliveries, finished_deliveries, attempts, outbox');
        const queues = [new DeliveryQueue(engine.pool, AN_HOUR), new DeliveryQueue(engine.pool, AN_HOUR)];
        const real: Real = { engine, queues, leases: [] };
        const model: Model = new Map();
        await fc.asyncModelRun(() => ({ model, real }), steps);
        expect(await readAll(real)).toEqual(model);
        await drain(real, model);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: TIME_LIMIT_MS, markInterruptAsFailure: false },
    );
  }, 60_000);
});
