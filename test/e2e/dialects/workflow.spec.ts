import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../../src/domain/ids.ts';
import { DEFAULT_TENANT } from '../../support/engine-harness.ts';
import { startWorkflowWorld, type WorkflowWebhook, type WorkflowWorld } from '../../seeds/workflow-world.ts';

const PATH = '/api/webhooks';

let world: WorkflowWorld;
beforeAll(async () => {
  world = await startWorkflowWorld();
});
afterAll(async () => {
  await world.close();
});

async function makeNative(fields: object): Promise<string> {
  const body = { url: 'https://example.com/', ...fields };
  return (await world.native<{ id: string }>('POST', PATH, { body })).body.id;
}

describe('a webhook of workflow', () => {
  it('is one of those that were made there, or that the native API gave its format', async () => {
    const made = await world.make('made');
    const ofFormat = await makeNative({ format: 'workflow', events: ['system.info'] });
    const [standard, taskflow] = [await makeNative({}), await makeNative({ format: 'taskflow' })];
    await world.native('PATCH', `${PATH}/${made.id}`, { body: { format: 'standard' } });
    const list = await world.dialect<WorkflowWebhook[]>('GET', PATH);
    expect(list.body.map(({ id }) => id)).toEqual([ofFormat, made.id]);
    for (const id of [standard, taskflow]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const call = method === 'PUT' ? { body: { active: false } } : {};
        expect((await world.dialect(method, `${PATH}/${id}`, call)).status).toBe(404);
      }
    }
    expect((await world.dialect('DELETE', `${PATH}/${ofFormat}`)).status).toBe(204);
    await world.remove(made);
  });

  it('is known by the id that the old system gave it, and by its own', async () => {
    const made = await world.make('imported');
    await world.app.database.query('update dialect_webhooks set old_id = $2 where webhook_id = $1', [
      fromPublicId('webhook', made.id),
      '1',
    ]);
    for (const id of ['1', made.id]) {
      expect((await world.dialect('GET', `${PATH}/${id}`)).body).toMatchObject({ id: '1' });
      const changed = await world.dialect('PUT', `${PATH}/${id}`, { body: { events: ['system.info'] } });
      expect(changed.body).toMatchObject({ id: '1', events: ['system.info'] });
    }
    expect((await world.dialect<WorkflowWebhook[]>('GET', PATH)).body).toMatchObject([{ id: '1' }]);
    expect((await world.dialect('DELETE', `${PATH}/1`)).status).toBe(204);
  });

  it('signs from the moment that it has a secret', async () => {
    const made = await world.make('later');
    await world.dialect('PUT', `${PATH}/${made.id}`, { body: { secret: 'a secret' } });
    await world.publish('workflow.execution.completed', '{}');
    expect((await world.arrival('later')).headers).toHaveProperty('x-webhook-signature');
    await world.remove(made);
  });

  it('is made once for an idempotency key', async () => {
    const body = { url: 'https://example.com/', events: ['system.info'], secret: 'a secret' };
    const call = { body, headers: { 'Idempotency-Key': 'once' } };
    const [first, second] = [
      await world.dialect<WorkflowWebhook>('POST', PATH, call),
      await world.dialect<WorkflowWebhook>('POST', PATH, call),
    ];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('cache-control')).toBe('no-store');
    await world.remove(first.body);
  });

  it('is not active while Posthorn has disabled it, and is again when it is told so', async () => {
    const made = await world.make('failing');
    await world.app.database.query(
      "update webhook_states set disabled_at = now(), disabled_reason = 'failing_too_long' where webhook_id = $1",
      [fromPublicId('webhook', made.id)],
    );
    const path = `${PATH}/${made.id}`;
    expect((await world.dialect('GET', path)).body).toMatchObject({ active: false });
    const untouched = await world.dialect('PUT', path, { body: { events: ['system.info'] } });
    expect(untouched.body).toMatchObject({ active: false });
    expect((await world.dialect('PUT', path, { body: { active: true } })).body).toMatchObject({
      active: true,
    });
    await world.remove(made);
  });

  it('leaves audit rows with who made and changed it', async () => {
    const made = await world.make('audited');
    await world.dialect('PUT', `${PATH}/${made.id}`, { body: { active: false } });
    await world.dialect('PUT', `${PATH}/${made.id}`, { body: { active: true } });
    await world.remove(made);
    const rows = await world.app.database.query(
      'select action, actor_kind, actor_id from audit_log where object_id = $1 and tenant_id = $2 order by id',
      [fromPublicId('webhook', made.id), DEFAULT_TENANT],
    );
    const actions = ['webhook.created', 'webhook.updated', 'webhook.enabled', 'webhook.deleted'];
    expect(rows).toEqual(actions.map((action) => ({ action, actor_kind: 'token', actor_id: 'alice' })));
  });
});
