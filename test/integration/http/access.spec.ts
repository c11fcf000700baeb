import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { bearerAccess } from '../../../src/auth/bearer-access.ts';
import { openAccess } from '../../../src/auth/open-access.ts';
import { ADMIN_KEY, CORS_ORIGIN, TENANTS, startConventionApp, type ConventionApp } from './convention-app.ts';

let open: ConventionApp;
let keyed: ConventionApp;
beforeAll(async () => {
  open = await startConventionApp(openAccess([CORS_ORIGIN]));
  keyed = await startConventionApp(
    bearerAccess({
      adminKey: ADMIN_KEY,
      keys: { find: () => Promise.resolve(null), noteUse: () => undefined },
      authenticateToken: null,
      clock: { now: () => 0 },
    }),
  );
});
afterAll(async () => {
  await open.close();
  await keyed.close();
});

const event = { type: 'a.b', data: {} };

describe('open: 403', () => {
  it.each(['evil.example', 'evil.example:3000', '10.0.0.1', 'localhost.evil.example', '[::2]:3000'])(
    'for the Host %s',
    async (host) => {
      const answer = await request(open.server).get('/api/events').set('Host', host);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: 'forbidden' });
    },
  );

  it.each(['http://evil.example', 'null', 'http://localhost:1', 'https://app.example.com.evil.example'])(
    'for the Origin %s',
    async (origin) => {
      const posted = await request(open.server).post('/api/events').set('Origin', origin).send(event);
      expect(posted.body).toMatchObject({ status: 403, code: 'forbidden' });
      const got = await request(open.server).get('/api/events').set('Origin', origin);
      expect(got.status).toBe(403);
      expect(got.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it('comes before the body is read', async () => {
    const broken = request(open.server)
      .post('/api/events')
      .set('Host', 'evil.example')
      .type('json')
      .send('{');
    expect((await broken).status).toBe(403);
  });
});

describe('open: 415', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'for the form type %s, with and without a body',
    async (type) => {
      for (const body of ['{"type":"a","data":{}}', '']) {
        const answer = await request(open.server)
          .post('/api/deliveries/1/retry')
          .set('Content-Type', type)
          .send(body);
        expect(answer.status).toBe(415);
      }
    },
  );
});

describe('open: served', () => {
  it('its own pages and those of configured origins', async () => {
    const host = `localhost:${String(open.port)}`;
    const own = request(open.server).post('/api/events').set('Host', host).set('Origin', `http://${host}`);
    expect((await own.send(event)).status).toBe(202);
    const configured = await request(open.server).post('/api/events').set('Origin', CORS_ORIGIN).send(event);
    expect(configured.status).toBe(202);
    expect(configured.headers['access-control-allow-origin']).toBe(CORS_ORIGIN);
    expect(configured.headers['access-control-expose-headers']).toContain('X-Request-Id');
  });

  it('health, on any Host', async () => {
    expect((await request(open.server).get('/health').set('Host', 'pod-7.internal')).status).toBe(200);
  });

  it('a preflight without leave for a foreign origin', async () => {
    const preflight = (origin: string): Test =>
      request(open.server)
        .options('/api/events')
        .set({ Origin: origin, 'Access-Control-Request-Method': 'POST' });
    expect((await preflight(CORS_ORIGIN)).headers['access-control-allow-origin']).toBe(CORS_ORIGIN);
    expect((await preflight('http://evil.example')).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
  });
});

describe('required', () => {
  const get = (authorization?: string): Test => {
    const sent = request(keyed.server).get('/api/events').set('X-Request-Id', 'same');
    return authorization === undefined ? sent : sent.set('Authorization', authorization);
  };

  it('401, the same for a missing key and every wrong one', async () => {
    const missing = await get();
    expect(missing.status).toBe(401);
    expect(missing.headers['www-authenticate']).toBe('Bearer');
    for (const wrong of [
      'Bearer x',
      `Bearer ${ADMIN_KEY}x`,
      `Bearer ${ADMIN_KEY.slice(1)}`,
      ADMIN_KEY,
      'Basic eA==',
    ]) {
      const answer = await get(wrong);
      expect(answer.status).toBe(401);
      expect(answer.text).toBe(missing.text);
      expect(Object.keys(answer.headers)).toEqual(Object.keys(missing.headers));
    }
  });

  it('401 before the body is read', async () => {
    expect((await request(keyed.server).post('/api/events').type('json').send('{')).status).toBe(401);
  });

  it('200 with the key, on any Host', async () => {
    expect((await get(`Bearer ${ADMIN_KEY}`).set('Host', 'hooks.example.com')).status).toBe(200);
    expect((await get(`bearer ${ADMIN_KEY}`)).status).toBe(200);
  });

  it('200 for health without a key', async () => {
    expect((await request(keyed.server).get('/health')).status).toBe(200);
  });
});

describe('the tenant', () => {
  const publishAs = (tenant?: string): Test => {
    const sent = request(open.server).post('/api/events').send(event);
    return tenant === undefined ? sent : sent.set('Posthorn-Tenant', tenant);
  };

  it('is the one that Posthorn-Tenant names, or the default one', async () => {
    expect((await publishAs()).body).toMatchObject({ tenantId: TENANTS.default });
    expect((await publishAs('acme')).body).toMatchObject({ tenantId: TENANTS.acme });
  });

  it.each(['nobody', '', 'a b', '../acme', 'x'.repeat(129)])('is 404 when it is %j', async (tenant) => {
    expect((await publishAs(tenant)).body).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('Prefer', () => {
  it('reaches the handler', async () => {
    const answer = await request(open.server)
      .post('/api/events')
      .set('Prefer', 'wait=5, count=exact')
      .send(event);
    expect(answer.body).toMatchObject({ prefer: { waitSeconds: 5, isCountExact: true } });
  });
});
