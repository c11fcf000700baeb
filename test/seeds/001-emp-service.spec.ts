import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort } from '../../src/database/embedded/free-port.ts';
import { EMP_EVENT_TYPES } from '../../src/dialects/emp/event-types.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { openSeed } from '../support/seed-document.ts';
import { spawnProgram } from '../support/spawned-program.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createTestDatabase } from '../support/test-database.ts';

const seed = openSeed('emp-service');
const { says } = seed;

interface Answer {
  readonly success: boolean;
  readonly data: never;
  readonly timestamp: string;
}

let app: TestApp;
let receiver: Receiver;
/** As port 3335, and as port 4000 of the system's other document. */
let service: string;
let other: string;
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startTestApp({ POSTHORN_DIALECT_PORTS: 'emp@0', WEBHOOK_SERVICE_PORT: '0' });
  [other = '', service = ''] = app.dialectUrls;
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

async function call(method: string, url: string, body?: object): Promise<Answer & { status: number }> {
  const sent = body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const answer = await fetch(url, { method, ...sent });
  return { ...((await answer.json()) as Answer), status: answer.status };
}
const create = async (base: string, body: object): Promise<string> => {
  const { data } = await call('POST', base, { url: receiver.url, events: ['job.completed'], ...body });
  return (data as { id: string }).id;
};
const idsAt = async (url: string): Promise<string[]> =>
  ((await call('GET', url)).data as { id: string }[]).map(({ id }) => id);

describe(says('## Overview'), () => {
  it(
    says('**HTTP Delivery**: Sends webhook notifications with retry logic and HMAC signatures'),
    async () => {
      await create(`${service}/webhooks`, { url: `${receiver.url}overview`, secret: 's' });
      await app.post('/api/events', { type: 'job.completed', data: {} });
      const [request] = await eventually(
        'it is sent',
        () => receiver.requests.length > 0 && receiver.requests,
      );
      expect(request?.headers).toHaveProperty('x-webhook-signature');
    },
  );
});

describe(says('## Quick Start'), () => {
  it('has every command', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };
    const commands = [...seed.block('pnpm dev').matchAll(/^pnpm (\w+)$/gm)].map(([, name]) => name);
    expect(commands).toEqual(['dev', 'build', 'start', 'test']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(commands));
  });
});

describe(says('## Environment Variables'), () => {
  it('starts with those of the document, on its port', async () => {
    const variables = seed.block('WEBHOOK_SERVICE_PORT=3335').matchAll(/^(\w+)=(\S+)/gm);
    const named = Object.fromEntries([...variables].map(([, name = '', value = '']) => [name, value]));
    const port = await findFreePort(Number(named.WEBHOOK_SERVICE_PORT));
    const database = await createTestDatabase();
    const program = spawnProgram('main.ts', {
      DATABASE_URL: database.url,
      POSTHORN_AUTH: 'open',
      CORS_ORIGINS: named.CORS_ORIGINS ?? '',
      NODE_ENV: named.NODE_ENV ?? '',
      WEBHOOK_SERVICE_PORT: String(port),
    });
    await program.baseUrl();
    expect(program.output()).toContain(`http://127.0.0.1:${port}\n`);
    const health = await call('GET', `http://127.0.0.1:${port}/health`);
    expect(health).toMatchObject({ status: 200, success: true, data: { status: 'healthy' } });
    await program.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    await database.drop();
  });
});

describe(says('## API Endpoints'), () => {
  const ENDPOINTS = [
    '- `POST /webhooks` - Register new webhook',
    '- `GET /webhooks` - List all webhooks',
    '- `GET /webhooks/:id` - Get specific webhook',
    '- `PUT /webhooks/:id` - Update webhook',
    '- `DELETE /webhooks/:id` - Delete webhook',
    '- `POST /webhooks/:id/test` - Test webhook delivery',
    '- `GET /webhooks/:id/stats` - Webhook delivery statistics',
    '- `GET /webhooks/:id/deliveries` - Webhook delivery history',
    '- `GET /stats/summary` - Overall statistics',
    '- `GET /deliveries/recent` - Recent deliveries',
    '- `GET /health` - Service health check',
  ];

  it.each(ENDPOINTS)('%s', async (line) => {
    const [, method = '', path = ''] = /`(\w+) ([^`]+)`/.exec(says(line)) ?? [];
    const bodies: Readonly<Record<string, object>> = {
      'POST /webhooks': { url: receiver.url, events: ['*'] },
      'PUT /webhooks/:id': {},
    };
    const body = bodies[`${method} ${path}`];
    for (const prefix of ['', '/api']) {
      const id = await create(`${service}/webhooks`, {});
      const answer = await call(method, `${service}${prefix}${path.replace(':id', id)}`, body);
      expect(answer).toEqual({
        status: method === 'POST' && path === '/webhooks' ? 201 : 200,
        success: true,
        data: expect.anything(),
        timestamp: expect.stringMatching(/Z$/),
      });
    }
  });

  it('tells the history of one webhook, and of all, newest first', async () => {
    const url = `${receiver.url}history`;
    const events = ['job.status_changed'];
    const [first, second] = [
      await create(`${service}/webhooks`, { url, events }),
      await create(`${other}/api/webhooks`, { url, events }),
    ];
    await app.post('/api/events', { type: 'job.status_changed', data: {} });
    const shown = async (
      path: string,
    ): Promise<{ webhook_id: string; status: string; created_at: number }[]> =>
      (await call('GET', `${service}${path}`)).data;
    const history = await eventually('both are delivered', async () => {
      const recent = (await shown('/deliveries/recent')).slice(0, 2);
      return recent.every(({ status }) => status === 'delivered') && recent;
    });
    expect(history.map(({ webhook_id: id }) => id).toSorted()).toEqual([first, second].toSorted());
    expect(await shown(`/webhooks/${first}/deliveries`)).toEqual([
      {
        id: expect.stringMatching(/^dlv_/),
        webhook_id: first,
        event_id: expect.stringMatching(/^evt_/),
        event_type: 'job.status_changed',
        status: 'delivered',
        attempts: 1,
        max_attempts: 3,
        response_status: 204,
        error: null,
        created_at: expect.any(Number),
        updated_at: expect.any(Number),
        delivered_at: expect.any(Number),
        next_retry_at: null,
      },
    ]);
    const page = await fetch(`${service}/deliveries/recent?limit=1`);
    expect(((await page.json()) as { data: unknown[] }).data).toHaveLength(1);
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect(next).toMatch(/^\/deliveries\/recent\?limit=1&cursor=/);
    expect((await call('GET', `${service}${next}`)).status).toBe(200);
  });

  it('sums all up', async () => {
    const { data } = await call('GET', `${service}/stats/summary`);
    expect(data).toEqual({
      total_webhooks: (await idsAt(`${service}/webhooks`)).length,
      total_deliveries: expect.any(Number),
      successful_deliveries: expect.any(Number),
      failed_deliveries: 0,
      retry_queue_size: 0,
      pending_deliveries: expect.any(Number),
    });
  });
});

describe(says('## Webhook Events'), () => {
  it(says('The service processes these event types:'), async () => {
    const text = readFileSync(new URL('documents/emp-service.txt', import.meta.url), 'utf8');
    const types = [...text.matchAll(/^- `([a-z]+\.[a-z_]+)` - /gm)].map(([, type = '']) => type);
    expect(types).toHaveLength(10);
    expect(Object.keys(EMP_EVENT_TYPES)).toEqual(expect.arrayContaining(types));
    const url = `${receiver.url}types`;
    await create(`${service}/webhooks`, { url, events: types });
    for (const type of [...types, 'machine.startup']) await app.post('/api/events', { type, data: {} });
    const sent = (): unknown[] =>
      receiver.requests.filter(({ path }) => path === '/types').map((one) => one.headers['x-webhook-event']);
    await eventually('all are sent', () => sent().length >= types.length);
    expect(sent()).toEqual(types);
  });
});

describe(says('## Architecture'), () => {
  it(says('The service maintains separation from the main API server'), async () => {
    const made = [
      await create(`${service}/webhooks`, {}),
      await create(`${other}/api/webhooks`, {}),
      await create(`${app.url}/emp/api/webhooks`, {}),
    ];
    const native = await app.post('/api/webhooks', { url: receiver.url, filter: { 'data.n': { $gt: 1 } } });
    made.push((native.body as { id: string }).id);
    for (const list of [`${service}/webhooks`, `${other}/api/webhooks`, `${app.url}/api/webhooks`]) {
      expect(await idsAt(`${list}?limit=4`)).toEqual(made.toReversed());
    }
    const shown = await call('GET', `${service}/webhooks/${made[3] ?? ''}`);
    expect(shown.data).toMatchObject({ events: ['*'], active: true });
    expect(shown.data).not.toHaveProperty('filters');
    await call('DELETE', `${other}/webhooks/${made[3] ?? ''}`);
    expect((await app.get(`/api/webhooks/${made[3] ?? ''}`)).status).toBe(404);
    expect((await fetch(`${service}/api/events`)).status).toBe(404);
  });

  it('lists more webhooks than a page holds, unless a page is asked for', async () => {
    await app.database.query(
      `insert into webhooks (id, tenant_id, name, url, retry, format)
       select gen_random_uuid(), t.id, '', 'http://127.0.0.1:9/', '{"schedule_ms":[],"jitter":0,"retry_on":"any_failure"}', 'emp'
       from tenants t, generate_series(1, 300) where t.uid = 'default'`,
    );
    const all = await idsAt(`${service}/webhooks`);
    expect(all.length).toBeGreaterThan(300);
    expect(new Set(all).size).toBe(all.length);
  });
});
