import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { EVENT_DATA_LIMITS, findJsonFaults, measureJson } from '../../src/domain/json-limits.ts';
import { fromPublicId } from '../../src/domain/ids.ts';
import { anyJsonText, anyObjectText } from '../properties/json-text.ts';
import { publishFromSql, publishOverHttp, type Given } from '../support/publish-both-ways.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const { bytesMax, depthMax, keyCountMax } = EVENT_DATA_LIMITS;
const THIRTY_DAYS_MS = 2_592_000_000;

let app: TestApp;
let pool: pg.Pool;

beforeAll(async () => {
  app = await startTestApp({ POSTHORN_ROLE: 'api' });
  pool = new pg.Pool({ connectionString: app.database.url, max: 1 });
});

afterAll(async () => {
  await pool.end();
  await app.close();
});

/** What is stored of an event, but for what must differ. */
async function find(publicId: string): Promise<unknown> {
  const rows = await app.database.query(
    `select type, data::text as data, priority, tags, deliver_at,
            (extract(epoch from expires_at - created_at) / 60)::int as expires_after_minutes,
            case when occurred_at < created_at - interval '1 day' then occurred_at end as occurred_at
     from events where id = $1`,
    [fromPublicId('event', publicId)],
  );
  return rows[0];
}

async function compare(given: Given): Promise<boolean> {
  const [http, sql] = [await publishOverHttp(app, given), await publishFromSql(pool, given)];
  expect({ isTaken: sql !== null }).toEqual({ isTaken: http !== null });
  if (http === null || sql === null) return false;
  const stored = await find(sql);
  expect(stored).toBeDefined();
  expect(stored).toEqual(await find(http));
  return true;
}

const nested = (levels: number, open = '[', close = ']'): string =>
  `{"a":${open.repeat(levels - 1)}${close.repeat(levels - 1)}}`;
const withKeys = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"${index}":":{["`).join(',')}}`;
const withBrackets = (count: number): string =>
  `{"a":[${Array(count - 2)
    .fill('[]')
    .join(',')}]}`;
const ofBytes = (count: number, filler: string): string =>
  `{"a":"${filler.repeat((count - 8) / Buffer.byteLength(filler))}"}`;

const TAKEN: readonly (readonly [string, Given])[] = [
  ['the longest type', { type: 'a'.repeat(256) }],
  ['a type of every character', { type: 'AZaz09_.:/-' }],
  ['a type that only begins like the reserved ones', { type: 'posthornish' }],
  ['the largest data', { data: ofBytes(bytesMax, 'x') }],
  ['the largest data, of long characters', { data: ofBytes(bytesMax, '\u{1d11e}') }],
  ['the deepest data', { data: nested(depthMax) }],
  [
    'the deepest data in many places',
    {
      data: `{"a":[${Array(500)
        .fill(nested(depthMax - 2))
        .join(',')}]}`,
    },
  ],
  ['as many keys as may be', { data: withKeys(keyCountMax) }],
  ['data as long as may be taken by its length and brackets alone', { data: ofBytes(10_000, 'x') }],
  ['data of one byte more', { data: ofBytes(10_001, 'x') }],
  ['as many brackets as may be taken by their number alone', { data: withBrackets(64) }],
  ['one bracket more', { data: withBrackets(65) }],
  ['brackets in strings', { data: `{"a":"${'[{\\"'.repeat(200)}\\\\"}` }],
  ['escapes before quotes', { data: `{"a":"\\\\","b":"\\\\\\"[","c":[${'"\\\\",'.repeat(100)}[]]}` }],
  ['NUL and half a character in data', { data: '{"a":"\\u0000\\ud800"}' }],
  ['space around data', { data: ' \n\t{"a": 1}\r ' }],
  ['repeated keys and odd numbers', { data: '{"a":1e999,"a":-0.0}' }],
  ['the bounds of numbers', { priority: 100, expires_after_ms: THIRTY_DAYS_MS }],
  ['their other bounds', { priority: 0, expires_after_ms: 1 }],
  ['the longest key', { idempotency_key: '\u{1d11e}'.repeat(256) }],
  ['as many and as long tags as may be', { tags: Array<string>(20).fill('\u{1d11e}'.repeat(128)) }],
  ['no tags', { tags: [] }],
  ['the first moment', { occurred_at: '0001-01-01T00:00:00.000Z' }],
  ['the last moment', { occurred_at: '9999-12-31T23:59:59.999Z' }],
  ['a finer moment, cut off', { occurred_at: '1960-02-29T12:00:00.123999+01:30' }],
];

const REFUSED: readonly (readonly [string, Given])[] = [
  ['no type', { type: '' }],
  ['a type that is too long', { type: 'a'.repeat(257) }],
  ['a type with a space', { type: 'order paid' }],
  ['a type with a line break behind it', { type: 'order.paid\n' }],
  ['a type of another alphabet', { type: 'größe' }],
  ['a reserved type', { type: 'posthorn.webhook.disabled' }],
  ['data that are too large', { data: ofBytes(bytesMax + 1, 'x') }],
  ['data that are too large, of long characters', { data: ofBytes(bytesMax + 4, '\u{1d11e}') }],
  ['data that are too deep', { data: nested(depthMax + 1) }],
  ['data that are too deep, in objects', { data: nested(depthMax + 1, '{"":', '}').replace(':}', ':1}') }],
  ['data that are far too deep', { data: nested(500_000) }],
  ['too many keys', { data: withKeys(keyCountMax + 1) }],
  ['an array', { data: '[1]' }],
  ['a text', { data: '"a"' }],
  ['null', { data: 'null' }],
  ['nothing', { data: '' }],
  ['broken JSON', { data: '{"a":1' }],
  ['broken JSON of many brackets', { data: `{"a":[${'[],'.repeat(100)}]]]` }],
  ['two objects', { data: '{} {}' }],
  ['a control character in a string', { data: '{"a":"\u0001"}' }],
  ['a priority below 0', { priority: -1 }],
  ['a priority above 100', { priority: 101 }],
  ['an event that never lived', { expires_after_ms: 0 }],
  ['an event that lives too long', { expires_after_ms: THIRTY_DAYS_MS + 1 }],
  ['an empty key', { idempotency_key: '' }],
  ['a key that is too long', { idempotency_key: 'k'.repeat(257) }],
  ['a key with a control character', { idempotency_key: 'a\u0085b' }],
  ['a key with NUL', { idempotency_key: 'a\u0000b' }],
  ['too many tags', { tags: Array<string>(21).fill('a') }],
  ['a tag that is too long', { tags: ['a'.repeat(129)] }],
  ['an empty tag', { tags: ['a', ''] }],
  ['a tag with a line break', { tags: ['a\nb'] }],
  ['a year after 9999', { occurred_at: '9999-12-31T23:59:59-01:00' }],
];

describe('an event is judged alike over HTTP and from SQL', () => {
  it.each(TAKEN)('taken: %s', async (_name, given) => {
    expect(await compare(given)).toBe(true);
  });

  it.each(REFUSED)('refused: %s', async (_name, given) => {
    expect(await compare(given)).toBe(false);
  });

  it('whatever it is', async () => {
    const printable = fc.string({ unit: 'grapheme', maxLength: 6 });
    const text = fc.oneof(printable, fc.string({ unit: 'binary-ascii', maxLength: 4 }));
    const absent = fc.constant(undefined);
    const anyEvent = fc
      .record({
        type: fc.oneof(absent, fc.constantFrom('a', 'a.b', 'posthorn.x', 'a b', ''), text),
        data: fc.oneof({ weight: 3, arbitrary: anyObjectText }, { weight: 1, arbitrary: anyJsonText }),
        priority: fc.oneof(absent, fc.integer({ min: -5, max: 110 })),
        expires_after_ms: fc.oneof(absent, fc.integer({ min: -1, max: 3 }), fc.constant(THIRTY_DAYS_MS)),
        tags: fc.oneof(absent, fc.array(text, { maxLength: 22 })),
        occurred_at: fc.oneof(absent, fc.date({ noInvalidDate: true, max: new Date() }).map(toIso)),
      })
      .map((event) => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)));
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(anyEvent, async (given) => {
        taken += Number(await compare(given));
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(30);
  });
});

/** RFC 3339 where the year has four digits; what lies before is far from any bound that matters. */
function toIso(date: Date): string {
  const text = date.toISOString();
  return /^\d{4}-/.test(text) && !text.startsWith('0000') ? text : '1970-01-01T00:00:00.000Z';
}

describe('the measure of JSON text in SQL', () => {
  const excessOf = async (text: string): Promise<string | null> => {
    const rows = await app.database.query<{ excess: string | null }>('select json_excess($1) as excess', [
      text,
    ]);
    return rows[0]?.excess ?? null;
  };
  const expectedOf = (text: string): string | null => {
    const [fault] = findJsonFaults(measureJson(text), '').toReversed();
    if (fault === undefined) return null;
    return fault.message.includes('keys') ? 'keys' : 'depth';
  };

  it('is that of the API, around its bounds', async () => {
    const wrapper = fc.oneof(
      fc.tuple(anyJsonText, anyJsonText).map(([a, b]) => [`[${a},`, `,${b}]`] as const),
      anyJsonText.map((other) => [`{"[[\\\\":${other},"\\"{":`, '}'] as const),
    );
    const anyDeep = fc.tuple(
      anyJsonText,
      fc.array(wrapper, { minLength: depthMax - 6, maxLength: depthMax + 3 }),
    );
    let tooDeep = 0;
    await fc.assert(
      fc.asyncProperty(anyDeep, async ([inner, wrappers]) => {
        const text = wrappers.reduce((within, [before, after]) => `${before}${within}${after}`, inner);
        const expected = expectedOf(text);
        tooDeep += Number(expected === 'depth');
        expect(await excessOf(text)).toBe(expected);
      }),
      { numRuns: 150 },
    );
    expect(tooDeep).toBeGreaterThan(20);
  });

  it('counts keys as the API does', async () => {
    const anyCount = fc.integer({ min: keyCountMax - 3, max: keyCountMax + 3 });
    await fc.assert(
      fc.asyncProperty(
        anyCount,
        fc.array(anyJsonText, { minLength: 1, maxLength: 5 }),
        async (count, values) => {
          const members = Array.from(
            { length: count },
            (_, index) => `":${index}":${values[index % values.length] ?? '1'}`,
          );
          const text = `{${members.join(',')}}`;
          expect(await excessOf(text)).toBe(expectedOf(text));
        },
      ),
      { numRuns: 15 },
    );
  });
});
