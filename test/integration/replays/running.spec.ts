import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Uuid } from '../../../src/domain/ids.ts';
import { DEFAULT_TENANT, newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import {
  addDeadLetters,
  addReplay,
  createRunner,
  deliveriesOf,
  findReplay,
} from '../../support/replay-rows.ts';
import { NOWHERE } from '../engine/delivery-rows.ts';

let engine: EngineHarness;
let webhookId: Uuid;
let processes: ReturnType<typeof createRunner>[];
beforeAll(async () => {
  engine = await startEngine();
});
beforeEach(async () => {
  processes = [createRunner(engine), createRunner(engine)];
  webhookId = (await engine.addWebhook({ url: NOWHERE, events: ['replayed.*'] })).id;
});
afterEach(async () => {
  for (const process of processes) await process.close();
  await engine.database.query('delete from replays');
  await engine.database.query('delete from live_deliveries');
  await engine.database.query('delete from finished_deliveries');
  await engine.database.query('delete from events');
  await engine.database.query('delete from webhooks');
  expect(engine.complaints).toEqual([]);
});
afterAll(async () => {
  await engine.close();
});

const runDue = async (): Promise<void> => {
  await processes[0]?.runner.runDue();
};
const liveRows = async (): Promise<{ id: Uuid; priority: number }[]> =>
  await engine.database.query('select id, priority from live_deliveries order by id');

describe('a replay', () => {
  it('is taken on by two processes at once, and moves each delivery once', async () => {
    const ids = await addDeadLetters(engine, webhookId, 700);
    const replayId = await addReplay(engine, 'failed', 100);
    await eventually('it is completed', async () => {
      await Promise.all(
        processes.map(async ({ runner }) => {
          await runner.runDue();
        }),
      );
      return (await findReplay(engine, replayId)).status === 'completed';
    });
    expect((await findReplay(engine, replayId)).replayed_count).toBe(700);
    expect(await deliveriesOf(engine, replayId)).toEqual(ids);
    expect((await liveRows()).map(({ id }) => id)).toEqual(ids);
  });

  it('is never ahead of its pace, and never further than its rows', async () => {
    await addDeadLetters(engine, webhookId, 60);
    const replayId = await addReplay(engine, 'failed', 10);
    let before = 0;
    await eventually('three batches are made', async () => {
      await runDue();
      // Its age is read after what it has done.
      const { replayed_count: count, age_s: ageS } = await findReplay(engine, replayId);
      expect(count).toBeLessThanOrEqual(10 * (Math.floor(ageS) + 1));
      expect(count).toBeGreaterThanOrEqual(before);
      expect(await deliveriesOf(engine, replayId)).toHaveLength(count);
      before = count;
      return count >= 30;
    });
  });

  it('goes on where a batch was lost on the way', async () => {
    const ids = await addDeadLetters(engine, webhookId, 20);
    const replayId = await addReplay(engine, 'failed', 1000);
    // Its last statement fails, after the deliveries have been moved.
    await engine.database.query('alter table replays add constraint refused check (replayed_count = 0)');
    await runDue();
    expect(await findReplay(engine, replayId)).toMatchObject({ status: 'running', replayed_count: 0 });
    expect(await liveRows()).toEqual([]);
    expect(engine.complaints.splice(0)).toEqual([expect.stringContaining('a replay was put off')]);
    await engine.database.query('alter table replays drop constraint refused');
    await engine.database.query('update replays set next_batch_at = now()');
    await runDue();
    expect(await deliveriesOf(engine, replayId)).toEqual(ids);
  });

  it('that fails does not keep another from its turn', async () => {
    await addDeadLetters(engine, webhookId, 5);
    const broken = await addReplay(engine, 'failed', 1);
    await engine.database.query(
      'alter table replays add constraint refused check (rate_per_second > 1 or replayed_count = 0)',
    );
    const sound = await addReplay(engine, 'failed', 1000);
    await runDue();
    await engine.database.query('alter table replays drop constraint refused');
    expect((await findReplay(engine, broken)).replayed_count).toBe(0);
    expect((await findReplay(engine, sound)).replayed_count).toBe(5);
    expect(engine.complaints.splice(0)).toHaveLength(1);
  });

  it('does not move what is cancelled, or moved already by somebody else', async () => {
    const [first = ''] = await addDeadLetters(engine, webhookId, 5);
    await engine.database.query('delete from finished_deliveries where id = $1', [first]);
    const replayId = await addReplay(engine, 'failed', 2);
    await runDue();
    await engine.database.query(
      `update replays set status = 'cancelled', completed_at = now(), next_batch_at = now()`,
    );
    await runDue();
    expect(await deliveriesOf(engine, replayId)).toHaveLength(2);
  });

  it('waits behind what is published meanwhile, and by the urgency of its events', async () => {
    const [low = '', high = ''] = await addDeadLetters(engine, webhookId, 2);
    await engine.database.query('update finished_deliveries set priority = 7 where id = $1', [high]);
    await addReplay(engine, 'failed', 1000);
    await runDue();
    await engine.publisher.publish([newEvent('replayed.a', '{}')]);
    const rows = await engine.database.query<{ id: Uuid; priority: number }>(
      'select id, priority from live_deliveries order by webhook_id, priority desc, id',
    );
    expect(rows.map(({ priority }) => priority)).toEqual([0, -94, -101]);
    expect(rows.slice(1).map(({ id }) => id)).toEqual([high, low]);
  });
});

describe('a replay of what is missing', () => {
  const publish = async (count: number): Promise<void> => {
    // Fanned out at once: what waits for the relay is not missing.
    engine.subscriptions.forget(DEFAULT_TENANT);
    await engine.subscriptions.get(DEFAULT_TENANT);
    for (let number = 0; number < count; number += 1)
      await engine.publisher.publish([newEvent(`replayed.${number}`, '{}')]);
  };
  const missingOf = async (id: Uuid): Promise<string[]> => {
    const rows = await engine.database.query<{ event_type: string }>(
      'select event_type from live_deliveries where webhook_id = $1 order by event_id',
      [id],
    );
    return rows.map(({ event_type: type }) => type);
  };

  it('makes what a later webhook should have had, once, by two processes at once', async () => {
    await publish(5);
    const later = await engine.addWebhook({ url: NOWHERE, events: ['replayed.1', 'replayed.3'] });
    const [first, second] = [
      await addReplay(engine, 'missing', 1000),
      await addReplay(engine, 'missing', 1000),
    ];
    await Promise.all(
      processes.map(async ({ runner }) => {
        await runner.runDue();
      }),
    );
    await runDue();
    expect(await missingOf(later.id)).toEqual(['replayed.1', 'replayed.3']);
    const counts = [await findReplay(engine, first), await findReplay(engine, second)];
    expect(counts.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(counts.reduce((sum, { replayed_count: count }) => sum + count, 0)).toBe(2);
    expect(await missingOf(webhookId)).toHaveLength(5);
  });

  it('takes whole events, one at least, and keeps its pace over them', async () => {
    await publish(3);
    for (let number = 0; number < 3; number += 1)
      await engine.addWebhook({ url: NOWHERE, events: ['replayed.*'] });
    const replayId = await addReplay(engine, 'missing', 2);
    await runDue();
    expect((await findReplay(engine, replayId)).replayed_count).toBe(3);
    await eventually('all are made', async () => {
      await runDue();
      const { status, replayed_count: count, age_s: ageS } = await findReplay(engine, replayId);
      expect(count).toBeLessThanOrEqual(2 * ageS + 4);
      return status === 'completed' && count === 9;
    });
  });
});
