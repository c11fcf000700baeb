import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BREAKER_RULES } from '../../src/domain/breaker.ts';
import { fromPublicId } from '../../src/domain/ids.ts';
import { noticeOf } from '../../src/domain/webhook-notices.ts';
import { eventually } from '../support/eventually.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/rate-limits-and-breaker.md');
/** Gets none of the events here. */
const SILENT = { url: 'http://127.0.0.1:9/', events: ['none'] };

let app: TestApp;
let receiver: Receiver;

const adapt = (text: string): string =>
  text
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`)
    .replaceAll('127.0.0.1:9000', `127.0.0.1:${receiver.port}`);
const run = async (name: string): Promise<unknown[]> => await runRequests(adapt(guide.block(name)));
const shown = (name: string): unknown => asShown(JSON.parse(adapt(guide.block(name))));

beforeAll(async () => {
  app = await startTestApp();
  receiver = await startReceiver();
});

afterAll(async () => {
  await app.close();
  await receiver.close();
});

describe('the guide to rate limits and the breaker', () => {
  it('shows what is beyond a limit waiting', async () => {
    await run('limit');
    const [batch] = (await run('waiting')) as { data: unknown[] }[];
    expect(batch?.data).toHaveLength(2);
    const listed = await eventually('one waits', async () => {
      const answer = await app.get('/api/deliveries?webhook_id=small&status=rate_limited');
      return (answer.body as { data: unknown[] }).data.length === 1 && (answer.body as unknown);
    });
    expect(listed).toEqual(shown('limited'));
    expect((await app.get('/api/deliveries?webhook_id=small&status=pending')).body).toMatchObject({
      data: [],
    });
    const { id, next_retry_at: nextRetryAt } = (listed as { data: { id: string; next_retry_at: string }[] })
      .data[0] ?? { id: '', next_retry_at: '' };
    expect((await app.get(`/api/deliveries/${id}`)).body).toMatchObject({
      status: 'rate_limited',
      next_retry_at: nextRetryAt,
    });
    // A token in 20 s: the other was taken just now.
    expect(Date.parse(nextRetryAt) - Date.now()).toBeGreaterThan(5_000);
    const summary = await app.get('/api/stats/summary');
    expect(summary.body).toMatchObject({ by_status: { rate_limited: 1, pending: 0 } });
    expect(receiver.requests).toHaveLength(1);
  });

  it.each(guide.table('Least'))('has the bounds of %s', async (cell = '', least, most) => {
    const field = cell.slice(1, -1);
    const statusOf = async (value: number): Promise<number> =>
      (await app.put('/api/webhooks/bounds', { ...SILENT, rate_limit: { [field]: value } })).status;
    expect(await statusOf(Number(least))).toBeLessThan(300);
    expect(await statusOf(Number(most))).toBe(200);
    expect(await statusOf(Number(least) / 2)).toBe(422);
    expect(await statusOf(Number(most) + 1)).toBe(422);
  });

  it('shows a webhook that is failing, until it is enabled', async () => {
    const small = (await app.get('/api/webhooks/small')).body as { id: string };
    await app.database.query(
      `insert into webhook_breakers (webhook_id, failure_count, failing_since, opened_at, next_probe_at)
       values ($1, 20, now() - interval '5 minutes', now(), now() + interval '1 hour')`,
      [fromPublicId('webhook', small.id)],
    );
    const failing = await app.get('/api/webhooks/small');
    expect(failing.body).toEqual(shown('failing'));
    const { data } = (await app.get('/api/deliveries?webhook_id=small')).body as {
      data: { next_retry_at: string | null }[];
    };
    const probeAt = Math.max(...data.map(({ next_retry_at: at }) => Date.parse(at ?? '') || 0));
    expect(probeAt - Date.now()).toBeGreaterThan(3_000_000);
    expect((await app.post('/api/webhooks/small/enable')).body).toMatchObject({ state: 'active' });
  });

  it('has the rules of the breaker', () => {
    const { failuresMin, silenceMs, firstPauseMs, longestPauseMs, disableAfterMs } = BREAKER_RULES;
    const text = guide.text.replaceAll('\n', ' ');
    expect(text).toContain(
      `the last ${failuresMin} attempts failed, and the first of them ${silenceMs / 60_000} minutes`,
    );
    expect(text).toContain(
      `a pause of ${firstPauseMs / 1_000} s that doubles up to ${longestPauseMs / 60_000} minutes`,
    );
    expect(text).toContain(`After ${disableAfterMs / 86_400_000} days without a success`);
  });

  it('has the events that tell of it, and one to see', async () => {
    const subject = {
      publicId: 'wh_1',
      uid: 'small',
      name: `127.0.0.1:${receiver.port}`,
      failingSince: Date.now(),
    };
    const types = (['open', 'heal', 'disable'] as const).map((change) => noticeOf(change, subject).type);
    expect(guide.table('Type').map(([type = '']) => type.slice(1, -1))).toEqual(types);
    expect(JSON.parse(noticeOf('open', subject).data)).toEqual(shown('notice'));
    expect(await run('subscribe')).toMatchObject([{ events: [types[0], types[2]] }]);
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
