import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
});
afterAll(async () => {
  await app.close();
});

const post = (body: object) => app.post('/api/replays', { filter: {}, ...body });

describe('404', () => {
  it.each(['rpl_01h455vb4pex5vsknk084sn02q', 'nonsense'])('for the unknown id %s', async (id) => {
    const shown = await app.get(`/api/replays/${id}`);
    expect(shown.body).toMatchObject({ status: 404, detail: 'There is no such replay.' });
  });
});

describe('422', () => {
  it.each([
    ['no filter', { filter: undefined, mode: 'all' }, 'filter'],
    ['an unknown mode', { mode: 'some' }, 'mode'],
    ['a pace beyond the bounds', { mode: 'all', rate_per_second: 1001 }, 'rate_per_second'],
    ['an unknown field', { mode: 'all', filter: { colour: 'red' } }, 'filter.colour'],
    ['a list with an unknown word', { mode: 'all', filter: { error_type: 'bad_luck' } }, 'filter.error_type'],
    [
      'failures of what is missing',
      { mode: 'missing', filter: { response_status: '5xx' } },
      'filter.response_status',
    ],
  ])('for %s', async (_what, body, path) => {
    const refused = await post(body);
    expect(refused.body).toMatchObject({ status: 422, errors: [{ path }] });
  });
});
