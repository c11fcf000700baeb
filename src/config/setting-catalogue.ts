import { databaseUrl } from './database-url.ts';
import { dialectPort } from './dialect-ports.ts';
import { encryptionKeys } from './encryption-keys.ts';
import { HISTORY_SETTINGS } from './history-settings.ts';
import { LIMIT_SETTINGS } from './limit-settings.ts';
import { dnsServer, listenAddress, network, webOrigin, webOrigins } from './network-kinds.ts';
import { REDIS_SETTINGS } from './redis-settings.ts';
import { optional, setting, type Setting } from './setting.ts';
import { keySetUrl, tokenPublicKey } from './token-kinds.ts';
import { TRACING_SETTINGS } from './tracing-settings.ts';
import { listOf, oneOf, secretThat, textThat, wholeNumber } from './value-kinds.ts';

const ADMIN_KEY_CHARACTERS = /^[\x21-\x7e]{32,512}$/;
/** RFC 7518 section 3.2: a key for HS256 has at least the size of the hash. */
const JWT_SECRET_BYTES_MIN = 32;
const CLAIM_CHARACTERS_MAX = 512;

/** PostgreSQL keeps `pg_` for itself; `public` is refused because a whole schema is made, owned and dropped here. */
function isSchemaName(text: string): boolean {
  return /^[a-z_][a-z0-9_]{0,47}$/.test(text) && text !== 'public' && !text.startsWith('pg_');
}

/** Every setting there is: reading, the start summary and docs/settings.md are all made from this object. */
export const settingCatalogue = {
  NODE_ENV: setting({
    section: 'Process',
    kind: oneOf(['development', 'production', 'test']),
    fallback: 'development',
    description: 'The kind of environment this is.',
  }),
  POSTHORN_ROLE: setting({
    section: 'Process',
    kind: oneOf(['all', 'api', 'worker']),
    fallback: 'all',
    description: 'Which stages this process runs: the HTTP API, the deliveries, or both.',
  }),
  POSTHORN_LOG_LEVEL: setting({
    section: 'Process',
    kind: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    fallback: 'info',
    description: 'The least grave log lines that are written.',
  }),
  POSTHORN_SHUTDOWN_GRACE_MS: setting({
    section: 'Process',
    kind: wholeNumber(0, 300_000),
    fallback: 8_000,
    description:
      'Milliseconds that attempts in flight have to end after SIGTERM; what is then open is aborted, not counted, and due at once.',
  }),
  HOST: setting({
    section: 'API',
    kind: listenAddress,
    fallback: '127.0.0.1',
    description: 'The address to listen on. Without a key the API opens on a loopback address only.',
  }),
  PORT: setting({
    section: 'API',
    kind: wholeNumber(0, 65_535),
    fallback: 3_000,
    description: 'The port to listen on; `0` takes any free one.',
  }),
  CORS_ORIGINS: setting({
    section: 'API',
    kind: webOrigins,
    fallback: [],
    fallbackNote: 'none; on a dialect’s own port `*`, where keys are required',
    description:
      'The web origins whose pages may call the API. `*` is taken where a dialect has a port of its own, and opens no other.',
  }),
  POSTHORN_INBOXES: setting({
    section: 'API',
    kind: oneOf(['auto', 'on', 'off']),
    fallback: 'auto',
    description:
      'Whether there are inboxes, receivers to try deliveries with (docs/inbox.md). `auto` has them with the embedded database.',
  }),
  POSTHORN_INBOX_ORIGIN: optional({
    section: 'API',
    kind: webOrigin,
    fallbackNote: 'where the process listens',
    description:
      'The origin in the addresses of inboxes, for workers elsewhere; addresses that are refused stay so.',
  }),
  POSTHORN_DIALECT_PORTS: setting({
    section: 'API',
    kind: listOf(dialectPort),
    fallback: [],
    description:
      'Ports on which a dialect is reached by the very paths of its document, such as `emp@4000`. A tenant behind it, by id or uid, is whom requests there act in that could act in any; `default` where none is named. `0` takes any free port; a worker opens none.',
  }),
  WEBHOOK_SERVICE_PORT: optional({
    section: 'API',
    kind: wholeNumber(0, 65_535),
    fallbackNote: 'none',
    description: 'The same as `emp@<port>` among `POSTHORN_DIALECT_PORTS`.',
  }),
  POSTHORN_CONSOLE: setting({
    section: 'API',
    kind: oneOf(['on', 'off']),
    fallback: 'on',
    description:
      'Whether the console is served at `/console` and people may sign in there. Where keys are required and `NODE_ENV` is not `production`, a start prints a link that signs one of them in, once.',
  }),
  POSTHORN_TEST_SENDS_PER_MINUTE: setting({
    section: 'API',
    kind: wholeNumber(1, 10_000),
    fallback: 60,
    description:
      'Test sends that a tenant may ask for in a minute, registered webhooks and other URLs together, at all processes.',
  }),
  ...LIMIT_SETTINGS,
  POSTHORN_AUTH: setting({
    section: 'Authentication',
    kind: oneOf(['auto', 'required', 'open']),
    fallback: 'auto',
    description:
      'Whether requests need a key or a token. `auto` is open only with the embedded database, a loopback `HOST`, and neither a key made nor `POSTHORN_ADMIN_KEY` or a `POSTHORN_JWT_…` key set, and `required` otherwise. `open` needs a loopback `HOST`.',
  }),
  POSTHORN_ADMIN_KEY: optional({
    section: 'Authentication',
    kind: secretThat('32 to 512 printable ASCII characters without spaces', (text) =>
      ADMIN_KEY_CHARACTERS.test(text),
    ),
    fallbackNote: 'unset; a first start that requires keys makes one and prints it',
    description: 'A first key, for every tenant and everything, sent as `Authorization: Bearer <key>`.',
    isSecret: true,
  }),
  POSTHORN_JWT_SECRET: optional({
    section: 'Authentication',
    kind: secretThat(
      `${String(JWT_SECRET_BYTES_MIN)} bytes or more`,
      (text) => Buffer.byteLength(text) >= JWT_SECRET_BYTES_MIN,
    ),
    description: 'Takes tokens (JWT) that are signed with this secret by HS256.',
    isSecret: true,
  }),
  POSTHORN_JWT_PUBLIC_KEY: optional({
    section: 'Authentication',
    kind: tokenPublicKey,
    description: 'Takes tokens that this key verifies: RS256 for an RSA key, ES256 for a P-256 key.',
  }),
  POSTHORN_JWKS_URL: optional({
    section: 'Authentication',
    kind: keySetUrl,
    description:
      'Takes tokens that a key of this set verifies, by RS256 or ES256. Fetched as deliveries are sent, so a private address needs `POSTHORN_ALLOWED_NETWORKS`. At most one of the three.',
  }),
  POSTHORN_JWT_ISSUER: optional({
    section: 'Authentication',
    kind: textThat('1 to 512 characters', (text) => text.length <= CLAIM_CHARACTERS_MAX),
    description: 'The `iss` that a token must have. Must be set where tokens are taken.',
  }),
  POSTHORN_JWT_AUDIENCE: optional({
    section: 'Authentication',
    kind: textThat('1 to 512 characters', (text) => text.length <= CLAIM_CHARACTERS_MAX),
    description:
      'The `aud` that a token must have, alone or among others. Must be set where tokens are taken.',
  }),
  POSTHORN_JWT_TENANT_CLAIM: setting({
    section: 'Authentication',
    kind: textThat('1 to 512 characters', (text) => text.length <= CLAIM_CHARACTERS_MAX),
    fallback: 'tenant',
    description:
      'The claim that holds the id or uid of the tenant a token acts in; a token without it acts in `default`.',
  }),
  DATABASE_URL: optional({
    section: 'Database',
    kind: databaseUrl,
    fallbackNote: 'an embedded PostgreSQL in `POSTHORN_DATA_DIR`',
    description: 'The PostgreSQL server, version 15 or newer.',
    isSecret: true,
  }),
  POSTHORN_MIGRATE_URL: optional({
    section: 'Database',
    kind: databaseUrl,
    fallbackNote: '`DATABASE_URL`',
    description: 'The same database as the role that owns the schema, for migrations alone.',
    isSecret: true,
  }),
  POSTHORN_DATA_DIR: setting({
    section: 'Database',
    kind: textThat('a path without control characters', (text) => !/\p{Cc}/u.test(text)),
    fallback: '.posthorn',
    description:
      'The folder of the embedded database and its generated secrets. Started as root where the unprivileged user of the server cannot enter it, the data lives below `/var/lib/posthorn`, and the folder notes where.',
  }),
  POSTHORN_SCHEMA: setting({
    section: 'Database',
    kind: textThat(
      '1 to 48 of a-z, 0-9 and _, not beginning with a digit or pg_, and not public',
      isSchemaName,
    ),
    fallback: 'posthorn',
    description: 'The schema that holds everything; installations side by side in one database differ in it.',
  }),
  POSTHORN_POOL_SIZE: setting({
    section: 'Database',
    kind: wholeNumber(2, 64),
    fallback: 8,
    description: 'Connections that the engine of one process keeps.',
  }),
  POSTHORN_API_POOL_SIZE: setting({
    section: 'Database',
    kind: wholeNumber(1, 64),
    fallback: 8,
    description: 'Connections that the API of one process keeps.',
  }),
  POSTHORN_ENCRYPTION_KEYS: setting({
    section: 'Database',
    kind: encryptionKeys,
    fallback: [],
    fallbackNote: 'a key made in `POSTHORN_DATA_DIR` with the embedded database; otherwise none',
    description:
      'What webhook secrets and header values are encrypted with in the database: the first key encrypts, all of them decrypt. Without one they are stored as they are, which `NODE_ENV=production` refuses.',
    isSecret: true,
  }),
  POSTHORN_SLOTS: setting({
    section: 'Delivery',
    kind: wholeNumber(1, 20_000),
    fallback: 2_000,
    description: 'Deliveries that one process has in flight at most.',
  }),
  POSTHORN_LEASE_MS: setting({
    section: 'Delivery',
    kind: wholeNumber(2_000, 60_000),
    fallback: 10_000,
    description:
      'Milliseconds that a process may hold a delivery without renewing its lease; deliveries of a killed process wait that long.',
  }),
  POSTHORN_ALLOWED_NETWORKS: optional({
    section: 'Delivery',
    kind: listOf(network),
    fallbackNote: 'none; `127.0.0.0/8,::1/128` with the embedded database',
    description:
      'Address ranges that are not public and may be delivered to all the same. Set but empty means none. Cloud metadata addresses stay refused.',
    isEmptyMeaningful: true,
  }),
  POSTHORN_DNS_SERVERS: setting({
    section: 'Delivery',
    kind: listOf(dnsServer),
    fallback: [],
    fallbackNote: "the system's",
    description: "The DNS servers that receivers' names are looked up with.",
  }),
  ...HISTORY_SETTINGS,
  ...REDIS_SETTINGS,
  ...TRACING_SETTINGS,
} as const;

export type SettingName = keyof typeof settingCatalogue;

/** The value of every setting by its variable's name, each read on its own. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof settingCatalogue)[Name] extends Setting<infer Value>
    ? Value
    : never;
};

export const SETTING_NAMES = Object.keys(settingCatalogue) as readonly SettingName[];
