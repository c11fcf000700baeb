import { createHmac, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWebhookSecret, decodeWebhookSecret } from '../../src/domain/webhook-secrets.ts';
import { standardFormat } from '../../src/wire/formats/standard.ts';
import { compileWireFormat } from '../../src/wire/renderer.ts';
import type { BodyTemplate, RenderInput } from '../../src/wire/wire-format.ts';
import { anyJsonText, anyObjectText } from './json-text.ts';

const secret = createWebhookSecret(randomBytes);

const inputOf = (data: string, type = 'order.paid', startedAt = 1_795_000_000_123): RenderInput => ({
  event: { id: 'evt_01h455vb4pex5vsknk084sn02q', type, occurredAt: 1_795_000_000_123, data },
  delivery: { id: 'dlv_01h455vb4pex5vsknk084sn02q' },
  attempt: { number: 1, startedAt },
  webhook: { id: 'wh_01h455vb4pex5vsknk084sn02q' },
  secrets: [secret],
});

const renderBody = (body: BodyTemplate, input: RenderInput): unknown =>
  JSON.parse(compileWireFormat({ ...standardFormat, body })(input).body.toString('utf8'));

const standard = compileWireFormat(standardFormat);

describe('any event in the standard format', () => {
  it('is JSON whose data are what was published', () => {
    fc.assert(
      fc.property(anyObjectText, (data) => {
        const body = JSON.parse(standard(inputOf(data)).body.toString('utf8')) as { data: unknown };
        return (
          isDeepStrictEqual(Object.keys(body), ['type', 'timestamp', 'data']) &&
          isDeepStrictEqual(body.data, JSON.parse(data))
        );
      }),
      { numRuns: 500 },
    );
  });

  it('holds its data to the byte', () => {
    fc.assert(
      fc.property(anyObjectText, (data) => {
        const { body } = standard(inputOf(data));
        return body.equals(
          Buffer.from(`{"type":"order.paid","timestamp":"2026-11-18T11:06:40.123Z","data":${data}}`),
        );
      }),
    );
  });

  it('is signed as it is sent', () => {
    const key = decodeWebhookSecret(secret) ?? Buffer.alloc(0);
    const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(anyObjectText, moment, (data, startedAt) => {
        const { body, headers } = standard(inputOf(data, 'a', startedAt));
        const named = new Map(headers);
        const signed = createHmac('sha256', key)
          .update(`${named.get('webhook-id') ?? ''}.${named.get('webhook-timestamp') ?? ''}.`)
          .update(body)
          .digest('base64');
        expect(named.get('webhook-signature')).toBe(`v1,${signed}`);
      }),
    );
  });
});

describe('any text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const literal = text.filter((candidate) => !/[{}]/.test(candidate));

  it('is escaped where it becomes part of a string', () => {
    fc.assert(
      fc.property(text, literal, (type, around) => {
        const body = renderBody([`${around}{event.type}${around}`, '{event.type}'], inputOf('{}', type));
        return isDeepStrictEqual(body, [`${around}${type}${around}`, type]);
      }),
    );
  });

  it('comes back from a template without placeholders', () => {
    const template = fc.jsonValue({ maxDepth: 3 }).filter((value) => !/[{]\w/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(template, (value) => {
        const body = renderBody(value as BodyTemplate, inputOf('{}'));
        return isDeepStrictEqual(body, JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('any JSON text', () => {
  it('keeps its value at any place of a template, and its letters inside a string', () => {
    fc.assert(
      fc.property(anyJsonText, (data) => {
        const body = renderBody({ deep: [['{event.data}'], 'got {event.data}.'] }, inputOf(data));
        return isDeepStrictEqual(body, { deep: [[JSON.parse(data)], `got ${data}.`] });
      }),
    );
  });
});
