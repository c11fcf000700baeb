import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { startTestApp, startTestAppOn, type TestApp } from '../../support/test-app.ts';
import { joinDatabaseRelay } from './database-inside.ts';
import { EveryAddress, PRIVATE, resolvesTo } from './every-address.ts';
import { HOSTILE_URLS } from './hostile-urls.ts';

interface AttemptRow {
  readonly url: string;
  readonly status: string;
  readonly error_type: string | null;
  readonly response_status: number | null;
  readonly error_message: string | null;
}

const BOTH_SCHEMES = HOSTILE_URLS.flatMap((url) => [url, url.replace(/^http:/, 'https:')]);
const ENVIRONMENT = { POSTHORN_SHUTDOWN_GRACE_MS: '1000' };
const PATIENCE_MS = 60_000;

let leave: () => Promise<void>;
let network: EveryAddress;
/** Sends to public addresses alone. */
let guarded: TestApp;
/** Registers whatever can be parsed, and sends nothing: as an operator who has closed a range since. */
let opened: TestApp;

beforeAll(async () => {
  leave = await joinDatabaseRelay();
  network = await EveryAddress.start();
  // Whatever is taken for a name leads inside.
  network.reply = resolvesTo(PRIVATE, 'fd00::1');
  guarded = await startTestApp({
    ...ENVIRONMENT,
    POSTHORN_ALLOWED_NETWORKS: '',
    POSTHORN_DNS_SERVERS: network.nameServerAddress,
  });
  opened = await startTestAppOn(guarded.database, {
    ...ENVIRONMENT,
    POSTHORN_ROLE: 'api',
    POSTHORN_ALLOWED_NETWORKS: '0.0.0.0/0,::/0',
  });
}, PATIENCE_MS);

afterAll(async () => {
  await opened.close();
  await guarded.close();
  await network.close();
  await leave();
});

/** @returns whether the webhook was created; every other answer than 201 must be a 422 for its URL */
async function isCreated(app: TestApp, url: string): Promise<boolean> {
  const body = { url, events: ['hostile'], retry: { max_attempts: 1 }, timeout_ms: 5_000 };
  const answer = await app.post('/api/webhooks', body);
  if (answer.status === 201) return true;
  const { errors } = answer.body as { errors: { path: string }[] };
  expect({ url, status: answer.status, paths: errors.map(({ path }) => path) }).toEqual({
    url,
    status: 422,
    paths: ['url'],
  });
  return false;
}

/** Publishes one event to all webhooks there are, and waits until each has had its one attempt. */
async function attemptAll(count: number): Promise<readonly AttemptRow[]> {
  const published = await guarded.post('/api/events', { type: 'hostile', data: {} });
  expect(published.status).toBe(202);
  return await eventually(
    'each has been attempted',
    async () => {
      const rows = await guarded.database.query<AttemptRow>(
        `select w.url, d.status, a.error_type, a.response_status, a.error_message
         from finished_deliveries d join attempts a on a.delivery_id = d.id join webhooks w on w.id = d.webhook_id`,
      );
      return rows.length >= count && rows;
    },
    PATIENCE_MS,
  );
}

describe('a hostile URL', () => {
  it(
    'is 422 at its creation, or every attempt at it is refused, and no connection is ever made',
    async () => {
      const atOnce: string[] = [];
      const later: string[] = [];
      const never: string[] = [];
      for (const url of BOTH_SCHEMES) {
        if (await isCreated(guarded, url)) atOnce.push(url);
        else if (await isCreated(opened, url)) later.push(url);
        else never.push(url);
      }
      const count = atOnce.length + later.length;
      const attempts = await attemptAll(count);
      expect(attempts).toHaveLength(count);
      for (const attempt of attempts) {
        expect(attempt).toEqual({
          url: attempt.url,
          status: 'dead_letter',
          error_type: 'refused_address',
          response_status: null,
          error_message: 'The target address is not allowed.',
        });
      }
      // Nothing but DNS and this test's own requests has been dialled.
      expect(network.acceptedOn()).toEqual([]);
      // Each of the three has been tried: what is a name, what is an address, and what is no URL at all.
      expect(later).toEqual(
        expect.arrayContaining(['http://127.1/', 'http://[::ffff:7f00:1]/', 'http://①②⑦.⓪.⓪.①/']),
      );
      expect(atOnce).toEqual(expect.arrayContaining(['http://metadata.google.internal/']));
      expect(never).toEqual(
        expect.arrayContaining([
          'http://user@example.com/',
          'file:///etc/passwd',
          'http://[fe80::1%25eth0]/',
        ]),
      );
      expect(guarded.complaints).toEqual([]);
    },
    PATIENCE_MS * 2.5,
  );
});
