import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permits, SCOPES } from '../../../src/domain/scopes.ts';
import { OPERATIONS, type PlacedOperation } from '../../support/api-contract.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { exampleBody } from '../openapi/plain-request.ts';
import { ACCESS_TABLE, type AccessRow } from './access-table.ts';
import { callersOfEveryKind, WITH_TOKENS, type KindOfCaller } from './callers-of-every-kind.ts';

let app: TestApp;
let receiver: Receiver;
let callers: KindOfCaller[];
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp(WITH_TOKENS);
  callers = await callersOfEveryKind(app);
});
afterAll(async () => {
  await receiver.close();
  await app.close();
});

function rowOf({ operation }: PlacedOperation): AccessRow {
  const row = (ACCESS_TABLE as Readonly<Record<string, AccessRow>>)[operation.operationId];
  if (row === undefined) throw new Error(`the table has no ${operation.operationId}`);
  return row;
}

function expectedStatus(
  { scope, needsEveryTenant, needsKey, answer }: AccessRow,
  caller: KindOfCaller,
): number {
  if (scope === null) return answer;
  if (caller.scopes === null) return 401;
  if (!permits(caller.scopes, scope) || (needsKey === true && caller.name.includes('token'))) return 403;
  return needsEveryTenant === true && !caller.isOfEveryTenant ? 403 : answer;
}

async function actualStatus(placed: PlacedOperation, { call }: KindOfCaller): Promise<number> {
  // A name that nothing has, nor gets from another operation.
  const name = `nothing.${placed.operation.operationId.toLowerCase()}`;
  const path = placed.path.replaceAll(/\{\w+\}/g, name);
  // Nothing is sent anywhere but to this machine.
  const body = exampleBody(placed.operation)?.replaceAll(/https:[^"]+/g, receiver.url);
  const sent = body === undefined ? {} : { body };
  return (await call(placed.method.toUpperCase(), path, sent)).status;
}

describe('every operation of openapi.json', () => {
  it('stands in the table, and nothing else does', () => {
    const ids = OPERATIONS.map(({ operation }) => operation.operationId);
    expect(Object.keys(ACCESS_TABLE).toSorted()).toEqual(ids.toSorted());
  });

  it('is met by callers of every scope, and of none', () => {
    const scopes = callers.map((caller) => caller.scopes?.join(' ') ?? 'refused');
    expect(scopes).toEqual(expect.arrayContaining([...SCOPES, '', 'refused']));
    expect(callers.filter(({ isOfEveryTenant }) => isOfEveryTenant)).toHaveLength(SCOPES.length);
  });

  it('says in the document what it requires', () => {
    for (const placed of OPERATIONS) {
      const { scope } = rowOf(placed);
      expect([placed.operation.operationId, placed.operation.security]).toEqual([
        placed.operation.operationId,
        scope === null ? [] : [{ key: [scope] }],
      ]);
    }
  });

  it.each(OPERATIONS)('$method $path answers each caller as the table says', async (placed) => {
    const expected: Record<string, number> = {};
    const actual: Record<string, number> = {};
    for (const caller of callers) {
      expected[caller.name] = expectedStatus(rowOf(placed), caller);
      actual[caller.name] = await actualStatus(placed, caller);
    }
    expect(actual).toEqual(expected);
  });
});
