import { createHmac, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWebhookSecret, decodeWebhookSecret } from '../../src/domain/webhook-secrets.ts';
import { BUILT_IN_FORMATS, FORMAT_NAMES } from '../../src/wire/built-in-formats.ts';
import { completeFormat } from '../../src/wire/complete-format.ts';
import { findFormatFaults } from '../../src/wire/format-faults.ts';
import { standardFormat } from '../../src/wire/formats/standard.ts';
import { compileWireFormat } from '../../src/wire/renderer.ts';
import {
  RenderError,
  WireFormatError,
  type BodyTemplate,
  type RenderInput,
} from '../../src/wire/wire-format.ts';
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

describe('any event in any built-in format', () => {
  const anyFormat = fc.constantFrom(...FORMAT_NAMES);
  const anyAttempt = fc.record({ number: fc.integer({ min: 1, max: 50 }), isTest: fc.boolean() });

  it('is JSON, whose data mean what was published', () => {
    fc.assert(
      fc.property(anyFormat, anyObjectText, anyAttempt, (name, data, attempt) => {
        const input = { ...inputOf(data), attempt: { ...attempt, startedAt: 1 }, secrets: [] };
        const text = compileWireFormat(BUILT_IN_FORMATS[name])(input).body.toString('utf8');
        expect(() => void JSON.parse(text)).not.toThrow();
        // Over canonical JSON a receiver may verify what it has parsed and written again.
        if (BUILT_IN_FORMATS[name].json === 'canonical') expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any text in a header', () => {
  const format = completeFormat({ name: 'test', headers: { 'X-Value': '<{event.data.value}>' } });
  const renderHeader = compileWireFormat(format);

  it('stands there as it is, or is refused', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme-ascii' }),
      fc.constant('\r\n'),
    );
    fc.assert(
      fc.property(text, (value) => {
        const isSafe = /^[\x20-\x7e]*$/.test(value);
        const input = inputOf(JSON.stringify({ value }));
        if (!isSafe) expect(() => renderHeader(input)).toThrow(RenderError);
        else expect(renderHeader(input).headers).toContainEqual(['X-Value', `<${value}>`]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any template', () => {
  const names = fc.constantFrom(
    'event.data',
    'event.data.a',
    'event.data.b.0',
    'event.id|text',
    'attempt.retries',
  );
  const leaf = fc.oneof(
    names.map((name) => `{${name}}`),
    fc
      .tuple(fc.string({ maxLength: 5 }), names)
      .map(([text, name]) => `${text.replaceAll(/[{}]/g, '')} {${name}}`),
    fc.constantFrom<BodyTemplate>(1, null, true, 'text'),
  );
  const { template } = fc.letrec<{ template: BodyTemplate }>((tie) => ({
    template: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('template'), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 5 }), tie('template'), { maxKeys: 3 }),
      tie('template').map((inner): BodyTemplate => [{ $when: { test: inner, otherwise: [inner] } }]),
    ),
  }));

  it('that has no faults makes JSON of any event', () => {
    fc.assert(
      fc.property(template, anyObjectText, (body, data) => {
        const format = completeFormat({ name: 'test', body });
        if (findFormatFaults(format).length > 0) return;
        const text = compileWireFormat(format)(inputOf(data)).body.toString('utf8');
        expect(() => void JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with all its faults, or compiles', () => {
    const anything = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<BodyTemplate>;
    const broken = fc.oneof(anything, template, fc.constant<BodyTemplate>({ a: '{event.nothing}' }));
    fc.assert(
      fc.property(broken, (body) => {
        const format = completeFormat({ name: 'test', body });
        const compile = (): unknown => compileWireFormat(format);
        if (findFormatFaults(format).length === 0) compile();
        else expect(compile).toThrow(WireFormatError);
      }),
    );
  });
});
