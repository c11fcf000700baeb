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
/** How often an idle dispatcher looks: claims that find nothing, whatever the load. */
const IDLE_POLL_MS = 50;
/** What goes with the deliveries. The rest are polls of relay and promoter: some 40 a second. */
const DELIVERING = ['claim_due', 'load_events', 'complete', 'renew_leases'];

/** Answers come in bursts, as under a load that this machine might not make. */
const BURST_MS = 500;
const untilNextBurst = (): number => BURST_MS - (performance.now() % BURST_MS);

describe('the statements that deliver under load', () => {
  let engine: EngineHarness;
  let receiver: Receiver;
  let statements: StatementCounter;
  let countedFrom = 0;

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

  /** A webhook has few in flight until it has shown that it answers. */
  async function warmUp(): Promise<void> {
    engine.worker.start();
    for (const round of [1, 2]) {
      await publish();
      await eventually('warm', () => engine.worker.statistics().attempts >= round * DELIVERIES, 60_000);
    }
  }

  async function setPaused(moment: string): Promise<void> {
    await engine.database.query(`update webhooks set paused_at = ${moment}`);
    await engine.database.query('update subscription_versions set version = version + 1');
  }

  async function countReady(): Promise<number> {
    const rows = await engine.database.query('select id from live_deliveries where ready');
    return rows.length;
  }

  /** Waits for the last delivery, and answers the statements for each 100 of them. */
  async function countEach(): Promise<number> {
    await eventually('all are recorded', () => engine.worker.statistics().attempts >= 3 * DELIVERIES, 60_000);
    const count = (...names: readonly string[]): number =>
      [...statements.counts]
        .filter(([name]) => names.some((start) => name.startsWith(start)))
        .reduce((sum, [, times]) => sum + times, 0);
    // A claim that finds something loads its events.
    const emptyClaims = count('claim_due') - count('load_events');
    const polls = Math.min(emptyClaims, (performance.now() - countedFrom) / IDLE_POLL_MS);
    return ((count(...DELIVERING) - polls) * 100) / DELIVERIES;
  }

  function startCounting(): void {
    statements.reset();
    countedFrom = performance.now();
  }

  it('are few when a queue is drained', async () => {
    await warmUp();
    await setPaused('now()');
    await publish();
    await eventually('all wait', async () => (await countReady()) === DELIVERIES);
    startCounting();
    await setPaused('null');
    expect(await countEach()).toBeLessThanOrEqual(STATEMENTS_MAX);
  }, 120_000);

  it('are few when deliveries are handed off', async () => {
    await warmUp();
    startCounting();
    await publish();
    expect(await countEach()).toBeLessThanOrEqual(STATEMENTS_MAX);
  }, 120_000);
});
