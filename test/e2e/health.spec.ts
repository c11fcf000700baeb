import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

describe('GET /health, where nobody fans events out', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ POSTHORN_ROLE: 'api' });
  });
  afterAll(() => app.close());

  /** One event of the default tenant that has been due for so long, or is not due before. */
  async function leaveDue(age: string): Promise<void> {
    await app.database.query('delete from outbox');
    await app.database.query(
      `insert into outbox (event_id, tenant_id, next_attempt_at)
       select gen_random_uuid(), id, now() - $1::interval from tenants where uid = 'default'`,
      [age],
    );
  }

  it('200: an event whose time has not come is no fault', async () => {
    await leaveDue('-1 hour');
    const answer = await app.get('/health');
    expect(answer.status).toBe(200);
    const deliveries = { outbox: 0, scheduled: 1, oldest_outbox_ms: null };
    expect(answer.body).toMatchObject({ status: 'healthy', reasons: [], deliveries });
  });

  it('200 degraded: one that has waited for more than a minute', async () => {
    await leaveDue('2 min');
    const answer = await app.get('/health');
    expect(answer.status).toBe(200);
    const reasons = ['Events have been waiting for their fan-out for more than a minute.'];
    expect(answer.body).toMatchObject({
      status: 'degraded',
      reasons,
      deliveries: { outbox: 1, scheduled: 0 },
    });
  });

  it('503 unhealthy: one that has waited for so long that no relay can be there', async () => {
    await leaveDue('6 min');
    const answer = await app.get('/health');
    expect(answer.status).toBe(503);
    const reasons = ['Events have not been fanned out for more than five minutes.'];
    expect(answer.body).toMatchObject({ status: 'unhealthy', reasons });
    expect((await app.get('/health/ready')).status).toBe(200);
  });

  it('counts an event that the relay has put off among those that wait', async () => {
    await leaveDue('-1 hour');
    await app.database.query(`update outbox set failure_count = 1, last_error = 'a fault'`);
    expect((await app.get('/health')).body).toMatchObject({ deliveries: { outbox: 1, scheduled: 0 } });
  });
});
