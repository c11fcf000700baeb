import fc from 'fast-check';
import { anyOddText } from './odd-values.ts';

/** Never empty, ASCII (else Node itself answers, 400 without a body), and never with a `?` or `#` of its own: those would make it another path. */
export const oddPathSegments = fc.oneof(
  fc.constantFrom(
    ...[
      '%00',
      '.',
      '..',
      '%2e%2e',
      '%2F',
      '..%2f..%2fetc',
      '%5C',
      '%',
      '%zz',
      '%ff',
      '%C0%80',
      '%ED%A0%80',
      '%F0%9F',
    ],
    ...[
      '%20',
      '%0d%0a',
      '%3F',
      '%23',
      '%3Cscript%3E',
      "'",
      '"',
      '*',
      ';a=1',
      ':id',
      '{id}',
      '[]',
      '(a+)+',
      '0',
      '-1',
    ],
    ...[
      'null',
      'undefined',
      '__proto__',
      'constructor',
      'toString',
      'wh_',
      'wh_zzzzzzzzzzzzzzzzzzzzzzzzzz',
      'default',
    ],
    ...['evt_00000000000000000000000000', 'dlv_7zzzzzzzzzzzzzzzzzzzzzzzzz', 'WH_01K8QG0K2YF4BT4V1S9ZQ3R5EA'],
    ...[
      '00000000-0000-0000-0000-000000000000',
      '%C3%A9',
      '%F0%9F%98%80',
      'a'.repeat(129),
      'a'.repeat(300),
      '%41'.repeat(900),
    ],
  ),
  anyOddText.filter((text) => text !== '' && text.isWellFormed()).map(encodeURIComponent),
);

const UNKNOWN_PARAMETERS = [
  'unknown',
  '__proto__',
  'constructor',
  'toString',
  'limit[]',
  'limit[a]',
  'a.b',
  '%00',
  '',
  '%',
];

/**
 * A parameter with an odd value, given twice, or unknown; or what is no query at all. The whole head stays under
 * 16 KiB: a longer one Node itself answers, with 431 and no body.
 */
export function oddQueries(names: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    anyOddText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 3_000)),
    fc.constantFrom(
      '%',
      '%ff',
      '%zz',
      '+',
      '%00',
      '1,2',
      '251',
      '0',
      '-0',
      '1.0',
      '1e2',
      '0x10',
      '9'.repeat(30),
      ',',
    ),
    fc.constantFrom(
      'AQAAAAAAAAAAAAAAAAAAAAAA',
      'AQAA______________________',
      '0000-01-01T00:00:00Z',
      'delivered,',
    ),
    fc.constant(','.repeat(3_000)),
  );
  const name = fc.constantFrom(...names, ...names, ...UNKNOWN_PARAMETERS);
  const one = fc.tuple(name, value).map(([key, text]) => `${key}=${text}`);
  const twice = fc
    .tuple(name, value, value)
    .map(([key, first, second]) => `${key}=${first}&${key}=${second}`);
  const many = fc.constant(Array.from({ length: 1_500 }, (_, key) => `k${key}`).join('&'));
  return fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 2, arbitrary: twice },
    { weight: 1, arbitrary: many },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '&', '=', '&&==&', '?', '??', '[]', 'limit'),
    },
  );
}

/** What a header's value can hold at all; a client sends nothing else. */
const oddHeaderValues = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    '"',
    '""',
    'W/"x"',
    '"a", "b"',
    ',',
    ';',
    '=',
    'default',
    'null',
    '\xa0',
    'é\x80',
    '\t,\t',
  ),
  fc.constantFrom(
    'a'.repeat(300),
    '"'.repeat(4_000),
    ','.repeat(4_000),
    'wait=',
    'wait=-1',
    'count=exact;a',
    'count',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
);

export const oddHeaders = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...[
          'If-Match',
          'If-None-Match',
          'Idempotency-Key',
          'Posthorn-Tenant',
          'Prefer',
          'X-Request-Id',
          'Accept',
        ],
        ...[
          'Accept-Encoding',
          'Authorization',
          'Origin',
          'Host',
          'Range',
          'If-Modified-Since',
          'X-Forwarded-For',
        ],
      ),
      oddHeaderValues,
    )
    .map(([name, value]) => ({ [name]: value })),
);

/** What the body is said to be, though it is not. */
export const oddMediaTypes = fc.oneof(
  fc
    .constantFrom(
      ...[
        '',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/xml',
      ],
      ...[
        'application/json; charset=latin1',
        'application/json;charset="utf-8"',
        'APPLICATION/JSON',
        'json',
        '*/*',
      ],
      ...[
        'application/json;',
        'application/json; charset',
        'application/vnd.api+json',
        'application/json, text/plain',
      ],
      ...['application/cloudevents+json', 'application/cloudevents-batch+json'],
    )
    .map((type) => ({ 'Content-Type': type })),
  fc.constantFrom('gzip', 'br', 'identity', 'x').map((coding) => ({ 'Content-Encoding': coding })),
);
