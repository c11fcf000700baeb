import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../src/config/load-settings.ts';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { DEAD_LETTER_REASONS, judge } from '../../src/domain/outcomes.ts';
import {
  DEFAULT_RETRY_POLICY,
  exactDelayMs,
  maxAttempts,
  RETRY_AFTER_MAX_MS,
  type RetryOn,
  type RetryPolicy,
} from '../../src/domain/retry-policy.ts';
import { eventually } from '../support/eventually.ts';
import { asShown, openGuide, runRequests } from '../support/guide.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const guide = openGuide('docs/guides/retry-policies.md');
/** Gets none of the events here. */
const SILENT = { url: 'http://127.0.0.1:9/', events: ['none'] };
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

let app: TestApp;
let receiver: ChildProcess;
let receiverPort: number;

const adapt = (text: string): string =>
  text
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${app.port}`)
    .replaceAll('127.0.0.1:9000', `127.0.0.1:${receiverPort}`)
    .replaceAll('listen(9000', `listen(${receiverPort}`);
const run = async (name: string): Promise<unknown[]> => await runRequests(adapt(guide.block(name)));
const shown = (name: string): unknown => asShown(JSON.parse(guide.block(name)));
const toMs = (text: string): number =>
  [...text.matchAll(/([\d.]+) (s|min|h)\b/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? NaN),
    0,
  );
const numberOf = (text: string | undefined): number => Number(text?.replaceAll(',', ''));

/** A table of delays beside the policy that it is about. */
function compareDelays(rows: readonly string[][], policy: RetryPolicy): void {
  expect(rows.map(([attempt]) => Number(attempt))).toEqual(
    Array.from({ length: maxAttempts(policy) - 1 }, (_, index) => index + 2),
  );
  let sinceFirstMs = 0;
  for (const [attempt, delay = '', sinceFirst] of rows) {
    const exactMs = exactDelayMs(policy, Number(attempt) - 1);
    sinceFirstMs += exactMs;
    expect(toMs(delay)).toBe(exactMs);
    if (sinceFirst !== undefined) expect(toMs(sinceFirst)).toBe(sinceFirstMs);
  }
}

beforeAll(async () => {
  app = await startTestApp();
  receiverPort = await findFreePort();
  receiver = spawn('bash', ['-ec', `exec ${adapt(guide.block('receiver'))}`], { stdio: 'inherit' });
  await eventually('the receiver answers', async () => {
    const answer = fetch(`http://127.0.0.1:${receiverPort}/204`, { method: 'POST' });
    return await answer.then(
      () => true,
      () => false,
    );
  });
});

afterAll(async () => {
  const exited = once(receiver, 'exit');
  receiver.kill();
  await exited;
  await app.close();
});

describe('the guide to retry policies', () => {
  it('has the default’s table and JSON', async () => {
    const answer = await app.put('/api/webhooks/plain', SILENT);
    expect(answer.body).toEqual(shown('default'));
    const [first, ...rows] = guide.table('Since the first');
    expect(first).toEqual(['1', '', '']);
    compareDelays(rows, DEFAULT_RETRY_POLICY);
    expect((answer.body as { timeout_ms: number }).timeout_ms).toBe(
      numberOf(/`timeout_ms` is ([\d,]+) /.exec(guide.text)?.[1]),
    );
  });

  it('shows a schedule run out', async () => {
    await run('schedule');
    const answer = await eventually('it is given up', async () => {
      const [list] = (await run('given-up')) as { data: unknown[] }[];
      return list?.data.length === 1 && list;
    });
    expect(answer).toEqual(shown('exhausted'));
  });

  it('has the delays that grow', async () => {
    const [webhook] = (await run('growth')) as [{ retry: RetryPolicy }];
    compareDelays(guide.table('Attempt of `growing`'), webhook.retry);
  });

  it.each(guide.table('Least'))(
    'has the default and bounds of %s',
    async (cell = '', fallback, least, most) => {
      const field = cell.slice(1, -1);
      const statusOf = async (value: number): Promise<number> => {
        // The longest delay must not be shorter than the first one.
        const retry = { max_attempts: 3, initial_delay_ms: 1, [field]: value };
        return (await app.put('/api/webhooks/bounds', { ...SILENT, retry })).status;
      };
      expect(await statusOf(Number(least))).toBeLessThan(300);
      expect(await statusOf(Number(most))).toBe(200);
      expect(await statusOf(Number(least) - 1)).toBe(422);
      expect(await statusOf(Number(most) + 1)).toBe(422);
      const other = field === 'backoff_multiplier' ? { max_attempts: 10 } : { backoff_multiplier: 2 };
      const answer = await app.put('/api/webhooks/bounds', { ...SILENT, retry: other });
      expect((answer.body as { retry: object }).retry).toHaveProperty(field, Number(fallback));
    },
  );

  it('has the rules of retry_on', () => {
    const rows = guide.table('Answer');
    const rules: RetryOn[] = ['any_failure', 'status_400_up', 'transient', [404, 503]];
    for (const [answer = '', ...cells] of rows) {
      const status = answer === 'no answer' ? null : Number(answer);
      const told = rules.map((retryOn) => {
        const errorType = status === null ? 'network_error' : null;
        const policy = { ...DEFAULT_RETRY_POLICY, retry_on: retryOn };
        const budget = { attempts: 1, attemptsMax: 10 };
        const outcome = judge({ status, errorType, retryAfter: undefined }, policy, budget, 0, 0);
        if (outcome.kind === 'retry') return 'tried again';
        const isDisabling = outcome.kind === 'dead_letter' && outcome.disablesWebhook;
        return isDisabling ? 'given up, webhook disabled' : 'given up';
      });
      expect([answer, ...cells]).toEqual([answer, ...told]);
    }
    expect(rows).toHaveLength(9);
  });

  it('shows a final status', async () => {
    expect((await run('transient'))[1]).toEqual(shown('final'));
  });

  it('obeys Retry-After as it says', async () => {
    const [, event] = (await run('retry-after')) as {
      deliveries?: { next_retry_at: string; updated_at: string }[];
    }[];
    const delivery = event?.deliveries?.[0];
    const waitMs = Date.parse(delivery?.next_retry_at ?? '') - Date.parse(delivery?.updated_at ?? '');
    expect(Math.abs(waitMs - 120_000)).toBeLessThan(5_000);
    expect(guide.text).toContain(`up to ${RETRY_AFTER_MAX_MS / 3_600_000} hours`);
  });

  it('shows a webhook that is gone, and takes it back', async () => {
    expect((await run('gone'))[2]).toEqual(shown('disabled'));
    expect(await run('enable')).toMatchObject([{ state: 'active' }]);
  });

  it('lists the reasons of dead letters, and when they come by age', () => {
    const reasons = guide.table('`reason`').map(([reason = '']) => reason.slice(1, -1));
    expect(reasons).toEqual([...DEAD_LETTER_REASONS]);
    const days = /`POSTHORN_MAX_AGE_DAYS`\]\(\S+\) \((\d+) days\)/.exec(guide.text)?.[1];
    expect(loadSettings({})).toMatchObject({ history: { maxAgeDays: Number(days) } });
  });

  it('has no code that is not tried here', () => {
    expect(guide.untried()).toEqual([]);
  });
});
