import { maskDatabaseUrl } from './database-url.ts';
import { optional, setting } from './setting.ts';
import { listOf, textThat, wholeNumber, type ValueKind } from './value-kinds.ts';

const NAME_CHARACTERS_MAX = 512;

const isName = (text: string): boolean => text.length <= NAME_CHARACTERS_MAX && !/\p{Cc}/u.test(text);
const NAME = '1 to 512 characters without control characters';

/** An unencoded `/`, `?` or `#` in a password would end the URL's authority there; what follows fits no form then. */
function isRedisUrl(text: string): boolean {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== '' && /^(?:\/\d{0,5})?$/.test(pathname) && search === '' && hash === '';
}

/** Its faults never repeat the text, and it is shown without its password. */
const redisUrl: ValueKind<string> = {
  permitted: '`redis://` or `rediss://` URL, `redis://[user][:password]@host[:port][/database]`',
  read: (text) =>
    isRedisUrl(text)
      ? { value: text }
      : {
          fault:
            'must be a redis:// or rediss:// URL of a host, a port and a database number, with special characters in its password percent-encoded',
        },
  show: maskDatabaseUrl,
};

/** Where events come from beside the API; nothing unless `REDIS_URL` is set. */
export const REDIS_SETTINGS = {
  REDIS_URL: optional({
    section: 'Redis',
    kind: redisUrl,
    description:
      'The Redis server, version 6.2 or newer, that events are read from; `rediss://` by TLS. Without `REDIS_STREAM` and `REDIS_CHANNELS` nothing is.',
    isSecret: true,
  }),
  REDIS_STREAM: optional({
    section: 'Redis',
    kind: textThat(NAME, isName),
    description: 'A stream whose entries are events; each is published once, however often it is delivered.',
  }),
  REDIS_GROUP: setting({
    section: 'Redis',
    kind: textThat(NAME, isName),
    fallback: 'posthorn',
    description:
      'The consumer group that reads the stream, made at its beginning where there is none. Installations that read one stream differ in it.',
  }),
  REDIS_CLAIM_AFTER_MS: setting({
    section: 'Redis',
    kind: wholeNumber(1_000, 3_600_000),
    fallback: 30_000,
    description:
      'Milliseconds after which an entry that a process has read and not acknowledged is taken over by another.',
  }),
  REDIS_CHANNELS: setting({
    section: 'Redis',
    kind: listOf(textThat(NAME, isName)),
    fallback: [],
    description:
      'Patterns of channels (as of `PSUBSCRIBE`) whose messages are events. One process of the installation is subscribed at a time; what is sent while none is, Redis does not keep.',
  }),
  REDIS_TENANT: setting({
    section: 'Redis',
    kind: textThat('the id or uid of a tenant', (text) => /^[A-Za-z0-9._-]{1,128}$/.test(text)),
    fallback: 'default',
    description: 'The tenant whose events they are, by its id or uid.',
  }),
} as const;
