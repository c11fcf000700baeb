import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import fc from 'fast-check';
import { CreateApiKeyBody } from '../../src/auth/api-keys/dto/api-key-bodies.ts';
import { PutEventTypeBody } from '../../src/event-types/dto/event-type-fields.ts';
import { CloudEventBatchBody } from '../../src/events/dto/cloud-event.dto.ts';
import { PublishBatchBody, PublishEventBody } from '../../src/events/dto/publish-event.dto.ts';
import { buildValid } from '../../src/http/valid-instance.ts';
import { createValidationPipe } from '../../src/http/validation.ts';
import { TenantBody } from '../../src/tenants/dto/tenant-body.ts';
import { CreateWebhookBody } from '../../src/webhooks/dto/create-webhook.dto.ts';

const pipe = createValidationPipe();

/** What the whole validation makes of a body; undefined where it refuses. An object without a prototype is left to it. */
async function validateWhole(dto: Type, body: object): Promise<unknown> {
  const bare: object = Object.assign(Object.create(null) as object, body);
  return await pipe.transform(bare, { type: 'body', metatype: dto }).catch(() => undefined);
}

const odd = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    0,
    -1,
    1.5,
    101,
    1e300,
    'x'.repeat(300),
    'a\0b',
    '\ud800',
    [],
    {},
    [[]],
    [null],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const key = fc.constantFrom('type', 'data', 'tags', 'url', 'nope', 'constructor', 'toString', '__proto__');

/** As a parser makes it of a request. */
const sent = (body: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  body.map((value) => JSON.parse(JSON.stringify(value)) as object);

/** Mostly a good body, with a few members that may be anything. */
const spoiled = (good: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .tuple(good, fc.array(fc.tuple(fc.oneof(key, fc.string()), odd), { maxLength: 2 }))
    .map(([body, changes]) => {
      const copy = { ...body };
      for (const [name, value] of changes) {
        Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
      }
      return copy;
    });

const event = fc.record(
  {
    type: fc.constantFrom('order.paid', 'a/b:c', 'posthorn.x', 'a b'),
    data: fc.constantFrom('{}', '{"a":[1]}', '[]'),
    idempotency_key: fc.constantFrom('k', 'ü'.repeat(256), ''),
    occurred_at: fc.constantFrom('2026-01-31T12:00:00Z', '2026-02-31T12:00:00Z'),
    priority: fc.constantFrom(0, 100),
    expires_after_ms: fc.constantFrom(1, 2_592_000_000),
    tags: fc.constantFrom([], ['eu'], ['eu', 'x:1']),
  },
  { requiredKeys: ['type', 'data'] },
);
const cloudEvent = fc.record({
  specversion: fc.constant('1.0'),
  type: fc.constant('order.paid'),
  source: fc.constant('/shop'),
  id: fc.constant('1'),
  data: fc.constant('{}'),
});
const listOf = (one: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.record({ events: fc.array(spoiled(one), { minLength: 0, maxLength: 3 }) });

const BODIES: readonly (readonly [string, Type, fc.Arbitrary<object>])[] = [
  ['an event', PublishEventBody, event],
  ['a batch', PublishBatchBody, listOf(event)],
  ['CloudEvents', CloudEventBatchBody, listOf(cloudEvent)],
  [
    'a webhook',
    CreateWebhookBody,
    fc.record(
      {
        url: fc.constant('https://example.com/'),
        events: fc.constantFrom(['a.*'], []),
        retry: fc.constantFrom(null, { schedule_ms: [5_000] }, { schedule_ms: [] }, {}),
        metadata: fc.constantFrom({}, { a: 1 }),
      },
      { requiredKeys: ['url'] },
    ),
  ],
  ['an event type', PutEventTypeBody, fc.record({ description: fc.constant('d') })],
  ['a tenant', TenantBody, fc.record({ name: fc.constant('Acme') })],
  ['an API key', CreateApiKeyBody, fc.record({ name: fc.constant('k'), scopes: fc.constant(['publish']) })],
];

describe.each(BODIES)('the instance of %s that is built at once', (_name, dto, good) => {
  it('is the one that the whole validation makes, and none is built where that refuses', async () => {
    await fc.assert(
      fc.asyncProperty(sent(fc.oneof(good, spoiled(good))), async (body) => {
        const built: unknown = buildValid(dto, body);
        if (built !== undefined) expect(built).toStrictEqual(await validateWhole(dto, body));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the bodies of a publish', () => {
  it.each([
    [PublishEventBody, event],
    [PublishBatchBody, fc.record({ events: fc.array(event, { minLength: 1, maxLength: 3 }) })],
  ] as const)('are built at once whenever they are good: %p', async (dto, good) => {
    await fc.assert(
      fc.asyncProperty(sent(good), async (body) => {
        const whole = await validateWhole(dto, body);
        expect(buildValid(dto as Type, body)).toStrictEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});
