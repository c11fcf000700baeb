import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cutOff } from '../../support/database-outage.ts';
import {
  findAnswerFaults,
  OPERATIONS,
  type JudgedAnswer,
  type PlacedOperation,
} from '../../support/api-contract.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { exampleBody, requestOperation, type RequestChanges } from './plain-request.ts';

/** Beyond every limit of a body. */
const TOO_LARGE = `{"x":"${'x'.repeat(17 * 1_048_576)}"}`;

/** How a failure that many operations have is brought about at each of them. */
const FAULTS: Readonly<Record<number, (placed: PlacedOperation) => RequestChanges>> = {
  400: () => ({ body: '{' }),
  403: () => ({ headers: { Origin: 'https://elsewhere.example' } }),
  404: () => ({ headers: { 'Posthorn-Tenant': 'nobody' } }),
  413: () => ({ body: TOO_LARGE }),
  415: ({ operation }) => ({
    headers: { 'Content-Type': 'text/plain' },
    body: exampleBody(operation) ?? '{}',
  }),
  422: ({ operation }) =>
    operation.requestBody === undefined ? { query: '?no_such_parameter=1' } : { body: '{"no_such_field":1}' },
};

const documenting = (status: number): PlacedOperation[] =>
  OPERATIONS.filter(({ operation }) => String(status) in operation.responses);

function expectAsDocumented(placed: PlacedOperation, status: number, answer: JudgedAnswer): void {
  expect({ status: answer.status, faults: findAnswerFaults(placed, answer) }).toEqual({ status, faults: [] });
}

describe('with an open API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ POSTHORN_ROLE: 'api' });
  });
  afterAll(async () => {
    await app.close();
  });

  describe.each(Object.entries(FAULTS))('%s', (status, change) => {
    it.each(documenting(Number(status)))('$method $path', async (placed) => {
      const answer = await requestOperation(app.url, placed, change(placed));
      expectAsDocumented(placed, Number(status), answer);
    });
  });
});

describe('with a key', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      POSTHORN_ROLE: 'api',
      POSTHORN_AUTH: 'required',
      POSTHORN_ADMIN_KEY: 'k'.repeat(32),
    });
  });
  afterAll(async () => {
    await app.close();
  });

  it.each(documenting(401))('401: $method $path', async (placed) => {
    expectAsDocumented(placed, 401, await requestOperation(app.url, placed, {}));
  });

  it.each(OPERATIONS)('asks for a key at $method $path just where the document says so', ({ operation }) => {
    expect('401' in operation.responses).toBe(operation.security.length > 0);
  });
});

/** Answer from what the process knows by itself: the database is asked for a key alone. */
const OF_THE_PROCESS: readonly string[] = ['/api/settings'];

describe.each([
  { access: 'an open API', environment: {}, changes: {}, isOfProcess: false },
  {
    access: 'a key',
    environment: { POSTHORN_AUTH: 'required', POSTHORN_ADMIN_KEY: 'k'.repeat(32) },
    changes: { headers: { Authorization: `Bearer ph_${'0'.repeat(26)}_${'0'.repeat(64)}` } },
    isOfProcess: true,
  },
])('without a database, with $access', ({ environment, changes, isOfProcess }) => {
  let app: TestApp;
  let letIn: () => Promise<void>;
  beforeAll(async () => {
    app = await startTestApp({ POSTHORN_ROLE: 'api', ...environment });
    letIn = await cutOff(app.database, ['posthorn api']);
  });
  afterAll(async () => {
    await letIn();
    await app.close();
  });

  const placedOnes = documenting(503).filter(({ path }) => OF_THE_PROCESS.includes(path) === isOfProcess);
  it.each(placedOnes)('503: $method $path', async (placed) => {
    expectAsDocumented(placed, 503, await requestOperation(app.url, placed, changes));
  });
});
