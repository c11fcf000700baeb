import { describe, expect, it } from '@jest/globals';
import type { ErrorType } from '../../domain/error-types.ts';
import type { Outcome } from '../../domain/outcomes.ts';
import type { AttemptRecord, Completion } from '../queue/completion.ts';
import { OutcomeRuns } from './outcome-runs.ts';

const WEBHOOK = '0190163d-8694-739b-aea5-966c26f8ad90';
const GIVEN_UP: Outcome = { kind: 'dead_letter', reason: 'unrenderable', disablesWebhook: false };

const completion = (errorType: ErrorType, isProbe: boolean): Completion =>
  ({
    delivery: { webhookId: WEBHOOK, pass: { isProbe }, event: { type: 'order' } },
    outcome: GIVEN_UP,
    attemptsMax: 1,
    attempt: { errorType } as AttemptRecord,
  }) as unknown as Completion;

describe('what attempts tell of a webhook', () => {
  it('is a failure, whatever it was that the receiver failed with', () => {
    const runs = new OutcomeRuns();
    expect(runs.note([completion('timeout_error', true)], 5)).toBe(true);
    expect([...runs.take().values()]).toEqual([
      { hasSucceeded: false, failures: 1, firstFailedAt: 5, probe: 'failed' },
    ]);
  });

  it('is nothing where its format could not carry the event: no request was made', () => {
    const runs = new OutcomeRuns();
    runs.note([completion('render_error', false)], 5);
    expect(runs.isEmpty).toBe(true);
  });

  it('gives back a probe that could not be rendered, so that the next delivery probes at once', () => {
    const runs = new OutcomeRuns();
    expect(runs.note([completion('render_error', true)], 5)).toBe(true);
    expect([...runs.take().values()]).toMatchObject([{ failures: 0, probe: 'returned' }]);
  });
});
