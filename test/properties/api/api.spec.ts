import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OPERATIONS, type PlacedOperation } from '../../support/api-contract.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { requestsTo, type ApiRequest } from './api-requests.ts';
import { exchange } from './exchange.ts';
import { addKnownRows } from './known-rows.ts';
import { refuseOtherHosts } from './urls.ts';
import { findFaults } from './verdict.ts';

/**
 * The same requests each time, so that a change is judged by what it changes: `FC_SEED=…` before the command makes others,
 * and `FC_RUNS=…` more of them.
 */
const { FC_SEED: seed = '1122', FC_RUNS: runs = '60' } = process.env;
/** Of one operation: a busy machine makes fewer requests, and no failure. */
const TIME_MAX_MS = Number(runs) * 15;
const ERROR_LEVEL = 50;

describe('any request', () => {
  const agent = new Agent({ keepAlive: true });
  let app: TestApp;
  beforeAll(async () => {
    // Nothing is sent: there is no worker.
    app = await startTestApp({ POSTHORN_ROLE: 'api' });
  });
  afterAll(async () => {
    agent.destroy();
    await app.close();
  });

  /** @throws Error that tells all that is wrong with the answer */
  async function judge(placed: PlacedOperation, asked: ApiRequest): Promise<void> {
    refuseOtherHosts(asked.body);
    const answer = await exchange(agent, app.port, asked);
    const faults = findFaults(placed, asked, answer);
    if (faults.length === 0) return;
    throw new Error([...faults, show(asked), `${answer.status} ${answer.text}`.slice(0, 800)].join('\n'));
  }

  it.each(OPERATIONS.map((placed) => ({ placed, name: placed.operation.operationId })))(
    `to $name is answered as the document says (FC_SEED=${seed})`,
    async ({ placed, name }) => {
      const requests = requestsTo(placed, await addKnownRows(app, placed.path, name));
      await fc.assert(
        fc.asyncProperty(requests, (asked) => judge(placed, asked)),
        {
          seed: Number(seed),
          numRuns: Number(runs),
          interruptAfterTimeLimit: TIME_MAX_MS,
          reporter,
        },
      );
      const errors = app.complaints.filter((line) => levelOf(line) >= ERROR_LEVEL);
      expect(errors).toEqual([]);
    },
    2 * TIME_MAX_MS + 30_000,
  );
});

const levelOf = (line: string): number => (JSON.parse(line) as { level: number }).level;

function show({ odd, method, target, headers, body }: ApiRequest): string {
  const shown = body === undefined ? '' : JSON.stringify(body.toString().slice(0, 800));
  const fields = JSON.stringify(headers).slice(0, 400);
  return `${odd} is odd in ${method} ${target.slice(0, 400)} ${fields} ${shown}`;
}

/** fast-check's own report would show the whole of the smallest request, and that may be a mebibyte. */
function reporter({ failed, errorInstance, numRuns, numShrinks }: fc.RunDetails<[ApiRequest]>): void {
  if (!failed) return;
  const cause = errorInstance instanceof Error ? errorInstance.message : 'no error';
  throw new Error(`after ${numRuns} requests and ${numShrinks} smaller ones:\n${cause}`);
}
