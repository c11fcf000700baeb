import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../../support/api-contract.ts';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { AUDITED, UNAUDITED, UNCHANGING } from './audited.ts';
import { apiKeyScenarios } from './scenarios/api-keys.ts';
import { auditScenarios } from './scenarios/audit.ts';
import { consoleScenarios } from './scenarios/console.ts';
import { deliveryScenarios } from './scenarios/deliveries.ts';
import { eventTypeScenarios } from './scenarios/event-types.ts';
import { eventScenarios } from './scenarios/events.ts';
import { formatScenarios } from './scenarios/formats.ts';
import { inboxScenarios } from './scenarios/inboxes.ts';
import { operationsScenarios } from './scenarios/operations.ts';
import { probeScenarios } from './scenarios/probe.ts';
import { replayScenarios } from './scenarios/replays.ts';
import { World, type Scenarios } from './scenarios/scenario.ts';
import { tenantScenarios } from './scenarios/tenants.ts';
import { retentionScenarios } from './scenarios/retention.ts';
import { statsScenarios } from './scenarios/stats.ts';
import { webhookScenarios } from './scenarios/webhooks.ts';

/** An operation that the document has and this has not, or a status of one, does not compile. */
const SCENARIOS: Scenarios = {
  ...webhookScenarios,
  ...eventTypeScenarios,
  ...formatScenarios,
  ...tenantScenarios,
  ...apiKeyScenarios,
  ...auditScenarios,
  ...consoleScenarios,
  ...eventScenarios,
  ...deliveryScenarios,
  ...replayScenarios,
  ...inboxScenarios,
  ...operationsScenarios,
  ...probeScenarios,
  ...retentionScenarios,
  ...statsScenarios,
};

const CASES = Object.entries(SCENARIOS).flatMap(([operationId, scenarios]) =>
  Object.entries(scenarios).map(([status, run]) => ({ operationId, status: Number(status), run })),
);

function actionsOf(operationId: string): Readonly<Record<number, string>> {
  return (AUDITED as Readonly<Record<string, Readonly<Record<number, string>>>>)[operationId] ?? {};
}

describe('each status that the document has for an operation', () => {
  let app: TestApp;
  let receiver: Receiver;
  let world: World;
  beforeAll(async () => {
    const answers = new Map<string, Answer>();
    receiver = await startReceiver(({ path }) => answers.get(path) ?? { status: 204 });
    app = await startTestApp();
    world = new World(app, receiver, answers);
  });
  afterAll(async () => {
    await receiver.close();
    await app.close();
  });

  it.each(CASES)('$operationId $status', async ({ operationId, status, run }) => {
    // The client has held the answer to the document's schema by then.
    const { response } = await run(world);
    expect(response.status).toBe(status);
    // Each change by its request leaves one row, and a failed one none.
    const action = actionsOf(operationId)[status];
    const rows = await app.database.query('select action from audit_log where request_id = $1', [
      response.headers.get('x-request-id'),
    ]);
    expect(rows).toEqual(action === undefined ? [] : [{ action }]);
  });

  it('is audited where it changes something, or stands among those that need not be', () => {
    const mutating = OPERATIONS.filter(({ method }) => method !== 'get').map(
      ({ operation }) => operation.operationId,
    );
    expect(mutating.filter((id) => !(id in AUDITED) && !(id in UNAUDITED))).toEqual([]);
    for (const { operationId, status } of CASES) {
      if (!(operationId in AUDITED) || status >= 300) continue;
      if (UNCHANGING[operationId as keyof typeof UNCHANGING]?.includes(status) === true) continue;
      expect([operationId, status, typeof actionsOf(operationId)[status]]).toEqual([
        operationId,
        status,
        'string',
      ]);
    }
  });
});
