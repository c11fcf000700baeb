import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startReceiver, type Answer, type Receiver } from '../../support/receiver.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { apiKeyScenarios } from './scenarios/api-keys.ts';
import { deliveryScenarios } from './scenarios/deliveries.ts';
import { eventTypeScenarios } from './scenarios/event-types.ts';
import { eventScenarios } from './scenarios/events.ts';
import { formatScenarios } from './scenarios/formats.ts';
import { operationsScenarios } from './scenarios/operations.ts';
import { probeScenarios } from './scenarios/probe.ts';
import { World, type Scenarios } from './scenarios/scenario.ts';
import { tenantScenarios } from './scenarios/tenants.ts';
import { statsScenarios } from './scenarios/stats.ts';
import { webhookScenarios } from './scenarios/webhooks.ts';

/** An operation that the document has and this has not, or a status of one, does not compile. */
const SCENARIOS: Scenarios = {
  ...webhookScenarios,
  ...eventTypeScenarios,
  ...formatScenarios,
  ...tenantScenarios,
  ...apiKeyScenarios,
  ...eventScenarios,
  ...deliveryScenarios,
  ...operationsScenarios,
  ...probeScenarios,
  ...statsScenarios,
};

const CASES = Object.entries(SCENARIOS).flatMap(([operationId, scenarios]) =>
  Object.entries(scenarios).map(([status, run]) => ({ operationId, status: Number(status), run })),
);

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

  it.each(CASES)('$operationId $status', async ({ status, run }) => {
    // The client has held the answer to the document's schema by then.
    expect((await run(world)).response.status).toBe(status);
  });
});
