import { afterEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const RESOURCES = ['/api/webhooks', '/api/deliveries', '/deliveries'];
const ADMIN_KEY = 'a-first-key-of-at-least-32-characters';

let app: TestApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

describe('the role', () => {
  it.each(['all', 'api'])('%s serves the API and health', async (role) => {
    app = await startTestApp({ POSTHORN_ROLE: role });
    for (const path of [...RESOURCES, '/health/ready']) expect((await app.get(path)).status).toBe(200);
  });

  it('worker serves health alone', async () => {
    app = await startTestApp({ POSTHORN_ROLE: 'worker', POSTHORN_AUTH: 'required' });
    for (const path of RESOURCES) {
      expect((await app.get(path)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await app.get('/health/ready')).status).toBe(200);
  });
});

describe('the key', () => {
  it('is needed for all but health', async () => {
    app = await startTestApp({ POSTHORN_AUTH: 'required', POSTHORN_ADMIN_KEY: ADMIN_KEY });
    for (const path of RESOURCES) {
      expect((await app.get(path)).body).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect((await app.get(path).set('Authorization', `Bearer ${ADMIN_KEY}`)).status).toBe(200);
    }
    expect((await app.post('/api/webhooks', '{')).status).toBe(401);
    expect((await app.get('/health/live')).status).toBe(200);
  });

  it('is not needed in open mode, which foreign hosts and pages do not get', async () => {
    app = await startTestApp();
    expect((await app.get('/api/webhooks').set('Host', 'rebound.example')).status).toBe(403);
    expect((await app.get('/api/webhooks').set('Origin', 'https://foreign.example')).status).toBe(403);
  });
});
