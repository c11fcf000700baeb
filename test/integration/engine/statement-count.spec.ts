import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { countStatements, type StatementCounter } from '../../support/statement-counter.ts';

const WEBHOOKS = 20;
const EVENTS = 100;
const DELIVERIES = WEBHOOKS * EVENTS;
/** For 100 deliveries; one at a time would be 200. */
const STATEMENTS_MAX = 6;
/** What goes with the deliveries. The rest are polls of relay and promoter: some 40 a second, whatever the load. */
const DELIVERING = ['claim_due', 'complete', 'renew_leases'];

/** Answers come in bursts, as under a load that this machine might not make. */
const BURST_MS = 500;
const untilNextBurst = (): number => BURST_MS - (performance.now() % BURST_MS);

describe('the statements that deliver under load', () => {
  let engine: EngineHarness;
  let receiver: Receiver;
  let statements: StatementCounter;

  beforeEach(async () => {
    engine = await startEngine({ slotsMax: 2_000 });
    receiver = await startReceiver(() => ({ status: 200, delayMs: untilNextBurst() }));
    for (let count = 0; count < WEBHOOKS; count += 1) await engine.addWebhook({ url: receiver.url });
    statements = countStatements(engine.pool);
  });

  afterEach(async () => {
    await engine.close();
    await receiver.close();
  });

  async function publish(): Promise<void> {
    for (let sent = 0; sent < EVENTS; sent += 20) {
      await engine.publisher.publish(Array.from({ length: 20 }, () => newEvent('load', '{}')));
    }
  }

  /** Waits for the last delivery, and answers the statements for each 100 of them. */
  async function countEach(): Promise<number> {
    await eventually('all are recorded', () => engine.worker.statistics().attempts >= DELIVERIES, 60_000);
    const ran = [...statements.counts].filter(([name]) => DELIVERING.some((start) => name.startsWith(start)));
    return (ran.reduce((sum, [, count]) => sum + count, 0) * 100) / DELIVERIES;
  }

  it('are few when a queue is drained', async () => {
    await publish();
    statements.reset();
    engine.worker.start();
    expect(await countEach()).toBeLessThanOrEqual(STATEMENTS_MAX);
  });

  it('are few when deliveries are handed off', async () => {
    engine.worker.start();
    await publish();
    expect(await countEach()).toBeLessThanOrEqual(STATEMENTS_MAX);
  });
});
