import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultsOf, faultyNames } from '../../test/support/settings-faults.ts';
import { loadSettings } from './load-settings.ts';
import { SETTING_NAMES } from './setting-catalogue.ts';
import { SettingsError } from './settings-error.ts';
import { summarizeSettings } from './settings-summary.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const ADMIN_KEY = 'k'.repeat(32);
const KEY = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const SERVER = { DATABASE_URL: 'postgres://app:pw@db.internal:5432/main', POSTHORN_ADMIN_KEY: ADMIN_KEY };

describe('loadSettings with nothing set', () => {
  it('is the embedded development start: open on loopback, deliveries to loopback allowed', () => {
    const { summary, ...settings } = loadSettings({});
    expect(settings).toEqual({
      environment: 'development',
      role: 'all',
      logLevel: 'info',
      shutdownGraceMs: 8_000,
      http: {
        host: '127.0.0.1',
        port: 3_000,
        corsOrigins: [],
        dialectPorts: [],
        inboxes: { isOn: true, origin: null },
        hasConsole: true,
        testSendsPerMinute: 60,
        rateLimit: null,
      },
      quotas: { webhooks: null, eventsPerMinute: null, liveDeliveries: null, payloadBytes: null },
      auth: { mode: 'open', isOpenUntilKeyMade: true, adminKey: undefined, tokens: null },
      database: {
        url: undefined,
        migrateUrl: undefined,
        dataDir: '.posthorn',
        schema: 'posthorn',
        poolSize: 8,
        apiPoolSize: 8,
        encryptionKeys: [],
      },
      delivery: {
        slots: 2_000,
        leaseMs: 10_000,
        allowedNetworks: ['127.0.0.0/8', '::1/128'],
        dnsServers: [],
      },
      history: {
        retentionDays: 30,
        eventDataDays: 30,
        attemptDataDays: 30,
        maxAgeDays: 14,
        statsDays: { minute: 7, hour: 90, day: 730 },
      },
      redis: null,
      tracing: null,
    });
    expect(summary.map((line) => line.name)).toEqual(SETTING_NAMES);
  });

  it('takes empty and blank variables for unset ones', () => {
    const blank = Object.fromEntries(SETTING_NAMES.map((name) => [name, ' ']));
    const { POSTHORN_ALLOWED_NETWORKS: _meaningful, ...environment } = blank;
    expect(loadSettings(environment)).toEqual(loadSettings({}));
  });

  it('gives an object that cannot be changed', () => {
    const settings = loadSettings({ CORS_ORIGINS: 'https://a.example' });
    expect(Object.isFrozen(settings)).toBe(true);
    expect(() => {
      Object.assign(settings.http, { port: 1 });
    }).toThrow(TypeError);
    expect(() => {
      (settings.http.corsOrigins as string[]).push('https://b.example');
    }).toThrow(TypeError);
  });
});

describe('a setting on its own', () => {
  it.each([
    ['PORT', ['65536', '-1', '80a', '0x50', '1e3', '3000.5']],
    ['HOST', ['a b', 'host_name', '[::1]', 'http://localhost']],
    ['NODE_ENV', ['prod', 'Production']],
    ['POSTHORN_ROLE', ['both', 'ALL']],
    ['POSTHORN_AUTH', ['yes']],
    ['POSTHORN_ADMIN_KEY', ['k'.repeat(31), 'k'.repeat(513), `${'k'.repeat(20)} ${'k'.repeat(20)}`]],
    ['DATABASE_URL', ['mysql://a/b', 'db.internal', 'postgres://a:b@c:port/d', 'postgres://u:1/2@h/d']],
    ['POSTHORN_SCHEMA', ['public', 'pg_own', 'Posthorn', '1st', 'a-b', 'a'.repeat(49), 'a"b']],
    ['POSTHORN_DATA_DIR', ['a\u0000b', 'a\nb']],
    ['POSTHORN_ALLOWED_NETWORKS', ['10.0.0.0', '10.0.0.0/33', '010.0.0.0/8', '10/8', 'fe80::1%lo/64', 'all']],
    ['POSTHORN_ALLOWED_NETWORKS', ['::ffff:10.0.0.0/104', '10.0.0.0/8,nonsense/8']],
    ['POSTHORN_DNS_SERVERS', ['dns.example', '127.0.0.1:0', '127.0.0.1:65536', '[::1', '::1:x']],
    ['CORS_ORIGINS', ['*', 'console.example', 'https://a.example/path', 'https://u:p@a.example', 'ftp://a']],
    ['POSTHORN_TEST_SENDS_PER_MINUTE', ['0', '10001', '1.5', '60/min']],
    [
      'POSTHORN_ENCRYPTION_KEYS',
      [KEY.slice(3), KEY.slice(0, -2), `${KEY}A`, `k 1${KEY.slice(2)}`, `:${KEY}`],
    ],
    ['POSTHORN_ENCRYPTION_KEYS', [`${KEY},k2:short`, `${KEY},${KEY}`, `${KEY},k2${KEY.slice(2)}`]],
    ['POSTHORN_ENCRYPTION_KEYS', [KEY.replace(/.=$/, 'B=')]],
    ['POSTHORN_POOL_SIZE', ['1', '65']],
    ['POSTHORN_LEASE_MS', ['1999', '60001']],
  ])('%s refuses what is out of its bounds (%#)', (name, texts) => {
    for (const text of texts) expect([text, faultyNames({ [name]: text })]).toEqual([text, [name]]);
  });

  it('canonicalises lists', () => {
    const { delivery, http } = loadSettings({
      POSTHORN_ALLOWED_NETWORKS: ' 10.1.2.3/8 ,, FD00::1/8',
      POSTHORN_DNS_SERVERS: '127.0.0.1, 127.0.0.2:5353, ::1, [::2]:54, [::3]',
      CORS_ORIGINS: 'https://A.example:443/,http://localhost:5173',
    });
    expect(delivery.allowedNetworks).toEqual(['10.0.0.0/8', 'fd00::/8']);
    expect(delivery.dnsServers.join(' ')).toBe('127.0.0.1:53 127.0.0.2:5353 [::1]:53 [::2]:54 [::3]:53');
    expect(http.corsOrigins).toEqual(['https://a.example', 'http://localhost:5173']);
  });
});

describe('settings together', () => {
  it.each([
    ['auto, embedded, loopback', 'open', {}],
    ['auto, embedded, loopback by name', 'open', { HOST: 'localhost' }],
    ['auto, embedded, IPv6 loopback', 'open', { HOST: '::1' }],
    ['auto, embedded, a key made', 'required', { POSTHORN_ADMIN_KEY: ADMIN_KEY }],
    ['auto, embedded, any address', 'required', { HOST: '0.0.0.0', POSTHORN_ADMIN_KEY: ADMIN_KEY }],
    ['auto, embedded, any address, no key', 'required', { HOST: '0.0.0.0' }],
    ['auto, a server', 'required', SERVER],
    ['open, a server, loopback', 'open', { ...SERVER, POSTHORN_AUTH: 'open' }],
    ['required', 'required', { POSTHORN_AUTH: 'required', POSTHORN_ADMIN_KEY: ADMIN_KEY }],
    ['worker without a key', 'required', { HOST: '0.0.0.0', POSTHORN_ROLE: 'worker' }],
  ])('%s: the API is %s', (_case, mode, environment) => {
    expect(loadSettings(environment).auth.mode).toBe(mode);
  });

  it.each([
    ['open beyond loopback', { POSTHORN_AUTH: 'open', HOST: '0.0.0.0' }, ['POSTHORN_AUTH']],
    ['open on a name', { POSTHORN_AUTH: 'open', HOST: 'box.internal' }, ['POSTHORN_AUTH']],
    [
      'production on a server without an encryption key',
      { ...SERVER, NODE_ENV: 'production' },
      ['POSTHORN_ENCRYPTION_KEYS'],
    ],
    ['a migration URL alone', { POSTHORN_MIGRATE_URL: 'postgres://o@h/d' }, ['POSTHORN_MIGRATE_URL']],
    ['max age over retention', { POSTHORN_RETENTION_DAYS: '7' }, ['POSTHORN_MAX_AGE_DAYS']],
  ])('%s is refused', (_case, environment, names) => {
    expect(faultyNames(environment)).toEqual(names);
  });

  it('allows no private network beside a server unless told, and none when told nothing', () => {
    expect(loadSettings(SERVER).delivery.allowedNetworks).toEqual([]);
    expect(loadSettings({ POSTHORN_ALLOWED_NETWORKS: '' }).delivery.allowedNetworks).toEqual([]);
  });

  it('takes encryption keys in their order, and asks for none where nothing but this machine is', () => {
    const other = `k_2:${Buffer.alloc(32, 2).toString('base64').replace('=', '')}`;
    const given = { ...SERVER, NODE_ENV: 'production', POSTHORN_ENCRYPTION_KEYS: ` ${other} , ${KEY}` };
    const { database, summary } = loadSettings(given);
    expect(database.encryptionKeys.map(({ id, base64 }) => `${id}:${base64}`)).toEqual([other, KEY]);
    expect(summary.find(({ name }) => name === 'POSTHORN_ENCRYPTION_KEYS')?.value).toBe('k_2:***,k1:***');
    expect(loadSettings({ NODE_ENV: 'production' }).database.encryptionKeys).toEqual([]);
    expect(loadSettings(SERVER).database.encryptionKeys).toEqual([]);
  });

  it('migrates with DATABASE_URL unless told otherwise', () => {
    const owner = 'postgres://owner:pw@db.internal:5432/main';
    expect(loadSettings(SERVER).database.migrateUrl).toBe(SERVER.DATABASE_URL);
    expect(loadSettings({ ...SERVER, POSTHORN_MIGRATE_URL: owner }).database.migrateUrl).toBe(owner);
  });
});

describe('faults', () => {
  it('are all named at once, one a line', () => {
    const environment = { PORT: 'x', POSTHORN_ROLE: 'y', POSTHORN_SLOT: '1', POSTHORN_RETENTION_DAYS: '3' };
    expect(faultyNames(environment)).toEqual([
      'POSTHORN_ROLE',
      'PORT',
      'POSTHORN_MAX_AGE_DAYS',
      'POSTHORN_SLOT',
    ]);
    expect(() => loadSettings(environment)).toThrow(/^4 of the settings.*(\n {2}[A-Z_]+ .+){4}$/);
  });

  it('suggest the setting that an unknown POSTHORN_ variable was near to, and pass over all others', () => {
    expect(faultsOf({ POSTHORN_LOGLEVEL: 'info', PATH: '/bin', PORTS: '1' })).toEqual([
      { name: 'POSTHORN_LOGLEVEL', message: 'is no setting of Posthorn; did you mean POSTHORN_LOG_LEVEL?' },
    ]);
    expect(faultsOf({ POSTHORN_ZZZZZZZZZZZZZZZZZZ: '' })).toEqual([
      { name: 'POSTHORN_ZZZZZZZZZZZZZZZZZZ', message: 'is no setting of Posthorn' },
    ]);
  });

  it('do not judge settings together with one that is faulty itself', () => {
    expect(faultyNames({ HOST: '!', POSTHORN_AUTH: 'open' })).toEqual(['HOST']);
    expect(faultyNames({ DATABASE_URL: 'nonsense' })).toEqual(['DATABASE_URL']);
  });
});

describe('for whatever environment', () => {
  const MARK = 'Zq7Xw';
  const MARKED_KEY = `k1:${MARK.padEnd(43, 'A')}`;
  /** Passwords as people write them: with the characters that end a URL's parts left unencoded. */
  const markedPassword = fc
    .tuple(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('12@:/?#[]&=%\\ ')) }))
    .chain(([any, special]) => fc.constantFrom(`${special}${MARK}${any}`, `${any}${special}${MARK}`, MARK));
  const markedUrl = fc
    .tuple(fc.constantFrom('postgres', 'postgresql', 'https'), markedPassword)
    .chain(([scheme, password]) =>
      fc.constantFrom(
        `${scheme}://app:${password}@db/main`,
        `${scheme}://db/main?user=app&password=${encodeURIComponent(password)}`,
      ),
    );
  const secrets = fc.record(
    {
      DATABASE_URL: markedUrl,
      POSTHORN_MIGRATE_URL: markedUrl,
      POSTHORN_ADMIN_KEY: markedPassword.map((password) => password.padEnd(32, 'x')),
      POSTHORN_ENCRYPTION_KEYS: fc.oneof(markedPassword, fc.constant(MARKED_KEY)),
      POSTHORN_JWT_SECRET: markedPassword.map((password) => password.padEnd(32, 'x')),
      POSTHORN_JWT_PUBLIC_KEY: markedPassword,
      REDIS_URL: markedPassword.map((password) => `redis://app:${password}@redis:6379`),
    },
    { requiredKeys: [] },
  );
  const names = fc.oneof(
    fc.constantFrom(...SETTING_NAMES),
    fc.string().map((name) => `POSTHORN_${name}`),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.constantFrom('all', 'open', '::1', '0.0.0.0'),
  );

  it('it throws nothing but a SettingsError, and shows no secret', () => {
    const property = fc.property(fc.dictionary(names, texts), secrets, (others, secret) => {
      const environment: Environment = { ...others, ...secret };
      let shown: string;
      try {
        const settings = loadSettings(environment);
        shown = summarizeSettings(settings) + JSON.stringify(settings.summary);
      } catch (error) {
        expect(error).toBeInstanceOf(SettingsError);
        shown = `${String(error)} ${JSON.stringify((error as SettingsError).faults)}`;
      }
      expect(shown).not.toContain(MARK);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('the property above meets secrets that were accepted', () => {
    const environment = {
      DATABASE_URL: `postgres://app:${MARK}@db/main`,
      POSTHORN_ADMIN_KEY: MARK.repeat(7),
      POSTHORN_ENCRYPTION_KEYS: MARKED_KEY,
    };
    const { database } = loadSettings(environment);
    expect(database.url).toContain(MARK);
    expect(JSON.stringify(database.encryptionKeys)).toContain(MARK);
  });
});
