import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BREAKER_RULES, type BreakerRules } from '../../../src/domain/breaker.ts';
import { toPublicId, type Uuid } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { DAY_MS, findDeliveries, finishedOf, insertDeliveries, quickRetry } from './delivery-rows.ts';

/** Quick probes; the rest as it is. */
const RULES: BreakerRules = { ...BREAKER_RULES, firstPauseMs: 100, longestPauseMs: 400 };
const FAILING = 'posthorn.webhook.failing';
const RECOVERED = 'posthorn.webhook.recovered';
const DISABLED = 'posthorn.webhook.disabled';

interface BreakerRow {
  readonly failure_count: number;
  readonly is_open: boolean;
  readonly probe_count: number;
}

describe('the breaker of a webhook', () => {
  let engine: EngineHarness;
  let receiver: Receiver;
  let watcher: Receiver;
  let answer: () => number;

  beforeEach(async () => {
    answer = () => 503;
    receiver = await startReceiver(() => ({ status: answer() }));
    watcher = await startReceiver();
    engine = await startEngine({ breakerRules: RULES });
  });

  afterEach(async () => {
    await engine.close();
    await receiver.close();
    await watcher.close();
  });

  async function addWebhook(maxAttempts = 50, delayMs = 50): Promise<Uuid> {
    const retry = quickRetry(maxAttempts, delayMs);
    return (await engine.addWebhook({ url: receiver.url, events: ['order'], retry })).id;
  }

  async function breakerOf(id: Uuid): Promise<BreakerRow | undefined> {
    const [row] = await engine.database.query<BreakerRow>(
      `select failure_count, opened_at is not null as is_open, probe_count from webhook_breakers where webhook_id = $1`,
      [id],
    );
    return row;
  }

  async function moveBack(id: Uuid, ms: number): Promise<void> {
    await engine.database.query(
      `update webhook_breakers set failing_since = failing_since - $2::float8 * interval '1 millisecond' where webhook_id = $1`,
      [id, ms],
    );
  }

  const isOpen = async (id: Uuid): Promise<boolean> => (await breakerOf(id))?.is_open === true;

  /** Fails as long as it takes, by the stored times. */
  async function open(id: Uuid): Promise<void> {
    await insertDeliveries(engine, id, 30);
    const hasFailed = async (): Promise<boolean> => ((await breakerOf(id))?.failure_count ?? 0) >= 20;
    await eventually('twenty have failed', hasFailed);
    expect(await isOpen(id)).toBe(false);
    await moveBack(id, RULES.silenceMs);
    await insertDeliveries(engine, id, 1); // in case that all others have ended
    await eventually('the breaker opens', async () => await isOpen(id));
  }

  async function noticesOf(type: string): Promise<unknown[]> {
    const rows = await engine.database.query<{ data: unknown }>('select data from events where type = $1', [
      type,
    ]);
    return rows.map(({ data }) => data);
  }

  /** Why it was disabled, by the audit log. */
  async function recordsOf(id: Uuid): Promise<unknown[]> {
    const rows = await engine.database.query<{ reason: string }>(
      `select changes -> 'state_reason' ->> 'after' as reason from audit_log
       where object_id = $1 and action = 'webhook.disabled'`,
      [id],
    );
    return rows.map(({ reason }) => reason);
  }

  async function attemptsOf(id: Uuid): Promise<number> {
    const rows = await engine.database.query('select id from attempts where webhook_id = $1', [id]);
    return rows.length;
  }

  it('opens after 20 failures and 5 minutes, probes one at a time, and heals with everything delivered', async () => {
    const { id: watching } = await engine.addWebhook({ url: watcher.url, events: ['posthorn.*'] });
    const id = await addWebhook();
    engine.worker.start();
    engine.createWorker({ breakerRules: RULES }).start();
    await open(id);
    const before = await eventually('nothing is in flight', async () => {
      const states = await findDeliveries(engine, 'webhook_id', id);
      return states.every(({ status }) => status !== 'in_progress') && (await attemptsOf(id));
    });
    const waiting = await insertDeliveries(engine, id, 200);
    const hasProbed = async (): Promise<boolean> => ((await breakerOf(id))?.probe_count ?? 0) >= 3;
    await eventually('it is probed', hasProbed);
    const { probe_count: probes = 0 } = (await breakerOf(id)) ?? {};
    // A probe that has begun since is one more; what was in flight as it opened is not.
    expect((await attemptsOf(id)) - before).toBeLessThanOrEqual(probes + 1);
    answer = () => 204;
    await finishedOf(engine, id, 231);
    const untried = await engine.database.query(
      `select count(*)::int as count from finished_deliveries
       where id = any ($1::uuid[]) and status = 'delivered' and attempt_count = 1`,
      [waiting],
    );
    expect(untried).toEqual([{ count: 200 }]);
    await eventually('the breaker is closed', async () => (await breakerOf(id)) === undefined);
    await finishedOf(engine, watching, 2);
    expect(
      watcher.requests.map(({ body }) => (JSON.parse(body.toString()) as { type: string }).type),
    ).toEqual([FAILING, RECOVERED]);
    expect(await noticesOf(FAILING)).toEqual([
      {
        webhook_id: toPublicId('webhook', id),
        webhook_uid: null,
        webhook_name: 'test',
        state: 'failing',
        reason: 'no_success',
        failing_since: expect.stringMatching(/Z$/) as unknown,
      },
    ]);
  }, 60_000);

  it('stays closed while one in twenty succeeds', async () => {
    let count = 0;
    answer = () => ((count += 1) % 20 === 0 ? 204 : 503);
    const id = await addWebhook(50, 10);
    engine.worker.start();
    await insertDeliveries(engine, id, 10);
    await eventually('it has failed', async () => (await breakerOf(id)) !== undefined);
    await moveBack(id, RULES.silenceMs);
    await finishedOf(engine, id, 10);
    await engine.worker.stop(1_000); // which writes what is left
    expect(await isOpen(id)).toBe(false);
    expect(await noticesOf(FAILING)).toEqual([]);
  });

  it('has no row for a webhook that answers', async () => {
    answer = () => 204;
    const id = await addWebhook();
    engine.worker.start();
    await insertDeliveries(engine, id, 100);
    await finishedOf(engine, id, 100);
    await engine.worker.stop(1_000);
    expect(await engine.database.query('select * from webhook_breakers')).toEqual([]);
  });

  it('outlives its process, and is the same in every other', async () => {
    const id = await addWebhook();
    engine.worker.start();
    await open(id);
    await engine.worker.stop(1_000);
    const attempts = await attemptsOf(id);
    await engine.database.query(`update webhook_breakers set next_probe_at = now() + interval '1 hour'`);
    await insertDeliveries(engine, id, 50);
    const { id: other } = await engine.addWebhook({ url: watcher.url, events: ['other'] });
    await insertDeliveries(engine, other, 50);
    engine.createWorker({ breakerRules: RULES }).start();
    await finishedOf(engine, other, 50);
    expect(await attemptsOf(id)).toBe(attempts);
    answer = () => 204;
    await engine.database.query('update webhook_breakers set next_probe_at = now()');
    await finishedOf(engine, id, 81);
  }, 60_000);

  it('lets deliveries of two attempts end as exhausted', async () => {
    const id = await addWebhook(2);
    engine.worker.start();
    await open(id);
    const finished = await finishedOf(engine, id, 31);
    expect(new Set(finished.map(({ reason, attempt_count }) => `${reason} ${attempt_count}`))).toEqual(
      new Set(['exhausted 2']),
    );
  }, 60_000);

  it('leaves what is published to the queue while it is open', async () => {
    const id = await addWebhook();
    engine.worker.start();
    await open(id);
    await engine.database.query(`update webhook_breakers set next_probe_at = now() + interval '1 hour'`);
    for (let count = 0; count < 5; count += 1) await engine.publisher.publish([newEvent('order', '{}')]);
    const published = async (): Promise<boolean> =>
      (await engine.database.query(`select id from live_deliveries where event_type = 'order'`)).length === 5;
    await eventually('they are fanned out', published);
    const tried = await engine.database.query(
      `select id from live_deliveries where event_type = 'order' and lease_token > 0`,
    );
    expect(tried).toEqual([]);
  }, 60_000);

  it('after five days disables the webhook, gives up what waits, and tells it once to others', async () => {
    const { id: watching } = await engine.addWebhook({ url: watcher.url, events: [DISABLED] });
    const id = await addWebhook();
    await engine.database.query(`update webhooks set events = '{order,posthorn.*}' where id = $1`, [id]);
    engine.worker.start();
    await open(id);
    await insertDeliveries(engine, id, 6_000);
    await moveBack(id, 5 * DAY_MS);
    const finished = await finishedOf(engine, id, 6_031);
    expect(new Set(finished.map(({ status, reason }) => `${status} ${reason}`))).toEqual(
      new Set(['dead_letter webhook_disabled']),
    );
    const states = await engine.database.query(
      'select disabled_reason from webhook_states where webhook_id = $1',
      [id],
    );
    expect(states).toEqual([{ disabled_reason: 'failing_too_long' }]);
    expect(await recordsOf(id)).toEqual(['failing_too_long']);
    expect(await breakerOf(id)).toBeUndefined();
    await finishedOf(engine, watching, 1);
    expect(watcher.requests).toHaveLength(1);
  }, 60_000);

  it('tells of a webhook that is gone, with the record of it', async () => {
    answer = () => 410;
    const id = await addWebhook();
    engine.worker.start();
    await insertDeliveries(engine, id, 20);
    await finishedOf(engine, id, 20);
    await eventually('it is told', async () => (await noticesOf(DISABLED)).length === 1);
    expect(await recordsOf(id)).toEqual(['gone']);
  });

  it('undoes a disabling whose record fails', async () => {
    await engine.database.query('revoke insert on audit_log from posthorn_app');
    answer = () => 410;
    const id = await addWebhook();
    engine.worker.start();
    await insertDeliveries(engine, id, 1);
    await eventually('it has failed', () => engine.complaints.some((line) => line.includes('audit_log')));
    expect(await noticesOf(DISABLED)).toEqual([]);
    expect(await engine.database.query('select * from webhook_states where disabled_at is not null')).toEqual(
      [],
    );
  });

  it('never opens for Posthorn’s own events, and two webhooks that tell of each other do not loop', async () => {
    const retry = quickRetry(50);
    const own = await engine.addWebhook({ url: receiver.url, events: ['order', 'posthorn.*'], retry });
    const other = await engine.addWebhook({ url: receiver.url, events: ['posthorn.*'], retry });
    engine.worker.start();
    await open(own.id);
    const hasFailed = async (): Promise<boolean> => (await attemptsOf(other.id)) >= 25;
    await eventually('the notice has failed often', hasFailed, 20_000);
    expect(await breakerOf(other.id)).toBeUndefined();
    expect(await noticesOf(FAILING)).toHaveLength(1);
    expect(await findDeliveries(engine, 'webhook_id', other.id)).toHaveLength(1);
    const toItself = await engine.database.query(
      `select id from live_deliveries where webhook_id = $1 and event_type like 'posthorn.%'`,
      [own.id],
    );
    expect(toItself).toEqual([]);
  }, 60_000);
});
