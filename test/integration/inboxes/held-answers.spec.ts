import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ofEveryTenant } from '../../../src/database/tenant-scope.ts';
import { InboxReceiver, type IncomingRequest } from '../../../src/inboxes/inbox-receiver.ts';
import { DEFAULT_TENANT, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';

const HELD_MAX = 100;
const DELAY_MS = 30_000;

let engine: EngineHarness;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.close();
});

const startReceiver = (): InboxReceiver =>
  new InboxReceiver({ db: ofEveryTenant(engine.pool), ids: engine.ids });

/** @returns its token */
async function addInbox(delayMs: number): Promise<string> {
  const id = engine.ids.next();
  const token = id.replaceAll('-', '').padEnd(40, '0');
  await engine.database.query(
    `insert into inboxes (id, tenant_id, token, delay_ms, created_at, updated_at, expires_at)
     values ($1, $2, $3, $4, now(), now(), now() + '1 day')`,
    [id, DEFAULT_TENANT, token, delayMs],
  );
  return token;
}

async function countOf(token: string): Promise<number> {
  const [row] = await engine.database.query<{ received_count: number }>(
    'select received_count from inboxes where token = $1',
    [token],
  );
  return row?.received_count ?? 0;
}

function requestTo(token: string, gone = new AbortController().signal): IncomingRequest {
  return { token, method: 'POST', path: '', headers: [], body: Buffer.alloc(0), gone };
}

describe('answers that are held back', () => {
  it('are a hundred at most: one more is refused and not kept, while others are answered', async () => {
    const receiver = startReceiver();
    const [slow, quick] = [await addInbox(DELAY_MS), await addInbox(0)];
    const held = Array.from({ length: HELD_MAX }, async () => await receiver.receive(requestTo(slow)));
    await eventually('all are held back', async () => (await countOf(slow)) === HELD_MAX);
    // The last may have been counted a moment before it is held back.
    const refusal = await eventually('one more is refused', async () => {
      const gone = AbortSignal.abort();
      return await receiver.receive(requestTo(slow, gone)).then(
        () => undefined,
        (error: unknown) => error,
      );
    });
    expect(refusal).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    const count = await countOf(slow);
    await expect(receiver.receive(requestTo(slow))).rejects.toMatchObject({ code: 'unavailable' });
    expect(await countOf(slow)).toBe(count);
    expect(await receiver.receive(requestTo(quick))).toEqual({ status: 200, body: '' });

    receiver.beforeApplicationShutdown();
    expect(await Promise.all(held)).toEqual(
      Array.from({ length: HELD_MAX }, () => ({ status: 200, body: '' })),
    );
    // Nothing is held back by a process that ends.
    expect(await receiver.receive(requestTo(slow))).toEqual({ status: 200, body: '' });
  });

  it('are held no longer than somebody waits for them', async () => {
    const receiver = startReceiver();
    const slow = await addInbox(DELAY_MS);
    const client = new AbortController();
    const answer = receiver.receive(requestTo(slow, client.signal));
    await eventually('it has come', async () => (await countOf(slow)) === 1);
    client.abort();
    expect(await answer).toEqual({ status: 200, body: '' });
  });
});

describe('who may send', () => {
  it('is whoever knows an inbox that is there still', async () => {
    const receiver = startReceiver();
    const token = await addInbox(0);
    await receiver.admit(token);
    await engine.database.query('update inboxes set expires_at = now() where token = $1', [token]);
    for (const unknown of [token, '0'.repeat(40), token.toUpperCase(), '', `${token}0`])
      await expect(receiver.admit(unknown)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('sends fifty requests a second to one, so that none of them is shut out by another', async () => {
    const receiver = startReceiver();
    const [busy, other] = [await addInbox(0), await addInbox(0)];
    const admissions = await Promise.allSettled(
      Array.from({ length: 51 }, async () => {
        await receiver.admit(busy);
      }),
    );
    const refused = admissions.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'rate_limited' }) },
    ]);
    await receiver.admit(other);
  });
});
