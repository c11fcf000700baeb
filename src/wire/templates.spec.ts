import { describe, expect, it } from '@jest/globals';
import { bodyOf, headersOf, inputOf, type InputChange } from '../../test/support/wire-inputs.ts';
import { completeFormat, type GivenFormat } from './complete-format.ts';
import { findJsonValue } from './event-data.ts';
import { findFormatFaults } from './format-faults.ts';
import { RENDERED_CHARACTERS_MAX } from './placeholders.ts';
import { compileWireFormat } from './renderer.ts';
import { RenderError, type BodyTemplate, type RenderedRequest } from './wire-format.ts';

const render = (format: Omit<GivenFormat, 'name'>, change: InputChange = {}): RenderedRequest =>
  compileWireFormat(completeFormat({ name: 'test', ...format }))(inputOf(change));
const textOf = (
  body: BodyTemplate,
  change?: InputChange,
  json: 'verbatim' | 'canonical' = 'verbatim',
): string => render({ body, json }, change).body.toString();
const faultsOf = (format: object): string[] =>
  findFormatFaults(completeFormat({ name: 'test', ...format })).map(({ path }) => path);

const data =
  '{ "n": 12345678901234567890, "f": 1.0, "s": "a\\u00e9\\n\\"b\\"", "l": [ 1, {"x": null} ], "n2": 1, "n2": 2 }';

describe('a value of the data', () => {
  it.each([
    ['{event.data.n}', '12345678901234567890'],
    ['{event.data.f}', '1.0'],
    ['{event.data.s}', '"a\\u00e9\\n\\"b\\""'],
    ['{event.data.s|text}', '"aé\\n\\"b\\""'],
    ['{event.data.f|text}', '"1.0"'],
    ['{event.data.l}', '[ 1, {"x": null} ]'],
    ['{event.data.l.0}', '1'],
    ['{event.data.l.1.x}', 'null'],
    ['{event.data.n2}', '2'],
    ['{event.data.none}', 'null'],
    ['{event.data.l.2}', 'null'],
    ['{event.data.l.length}', 'null'],
    ['{event.data.s.x}', 'null'],
    ['{event.data.none|text}', '""'],
    ['is {event.data.n}, {event.data.s}, {event.data.none}.', '"is 12345678901234567890, aé\\n\\"b\\", ."'],
  ])('keeps its text where %s stands alone, and is read in a sentence', (template, text) => {
    expect(textOf(template, { data })).toBe(text);
  });

  it('is written anew in canonical JSON', () => {
    expect(textOf('{event.data}', { data }, 'canonical')).toBe(JSON.stringify(JSON.parse(data)));
    expect(textOf('{event.data.n}', { data }, 'canonical')).toBe('12345678901234567000');
  });

  it('is found by offset, whatever its keys hold', () => {
    expect(findJsonValue('{"a}":1,"\\u0061":{"]":[[],2]}}', ['a', ']', '1'])).toBe('2');
    expect(findJsonValue('{"__proto__":1}', ['__proto__'])).toBe('1');
    expect(findJsonValue('[1]', ['00'])).toBeNull();
  });
});

describe('a time', () => {
  it('is told in whole milliseconds, though the clock of the database knows parts of them', () => {
    const startedAt = 1_795_000_000_123.875;
    expect(textOf('{attempt.timestamp|ms}', { startedAt })).toBe('1795000000123');
    expect(textOf('{attempt.timestamp|s}', { startedAt })).toBe('1795000000');
  });
});

describe('a choice', () => {
  const body = {
    id: '{event.id}',
    test: { $when: { test: true } },
    retry: { $when: { retry: '{attempt.retries}' } },
    user: { $when: { present: { name: '{event.data.user.name}' }, otherwise: 'nobody' } },
    list: [{ $when: { retry: 1 } }, 2, { $when: { present: '{event.data.user}' } }],
  };
  const parsed = (change: InputChange): unknown => JSON.parse(textOf(body, change));
  const id = 'evt_01h455vb4pex5vsknk084sn02q';

  it('is left out where nothing of it holds', () => {
    expect(parsed({})).toEqual({ id, user: 'nobody', list: [2] });
  });

  it('stands for the first that holds', () => {
    expect(parsed({ isTest: true })).toMatchObject({ test: true });
    expect(parsed({ number: 3 })).toEqual({ id, retry: 2, user: 'nobody', list: [1, 2] });
    expect(parsed({ data: '{"user":{"name":null}}' })).toEqual({
      id,
      user: { name: null },
      list: [2, { name: null }],
    });
  });

  it.each<[BodyTemplate, string]>([
    [{ $when: { test: 1 } }, 'body'],
    [{ a: { $when: {} } }, 'body.a'],
    [{ a: { $when: { sometimes: 1 } } }, 'body.a'],
    [{ a: { $when: 'test' } }, 'body.a'],
    [{ a: { $when: { test: 1 }, b: 1 } }, 'body.a'],
    [{ a: { $when: { present: '{event.type}' } } }, 'body.a'],
    [{ a: { $when: { test: { $when: { retry: 1 } } } } }, 'body.a.$when.test'],
    [{ a: [{ $when: { test: { b: '{nothing}' } } }] }, 'body.a[0].$when.test.b'],
  ])('is refused: %j', (template, path) => {
    expect(faultsOf({ body: template })).toEqual([path]);
    expect(() => render({ body: template })).toThrow();
  });
});

describe('a header', () => {
  const customer = { 'X-Customer': '{event.data.customer}' };

  it('takes what is printable ASCII of the data', () => {
    const request = render({ headers: customer }, { data: '{"customer":"O\'Neill & sons"}' });
    expect(headersOf(request)['X-Customer']).toBe("O'Neill & sons");
  });

  it.each(['a\\r\\nX-Evil: 1', 'a\\u0000b', 'Zoë', '\\ud800', '\\u007f', 'x'.repeat(4_097)])(
    'is refused of an event with %.20j there, by its name and without its value',
    (customerName) => {
      const change = { data: `{"customer":"${customerName}"}` };
      expect(() => render({ headers: customer }, change)).toThrow(RenderError);
      expect(() => render({ headers: customer }, change)).toThrow(/^The header X-Customer would not/);
      const prefix = 'c={event.data.customer};';
      const signature = { header: 'X-Signature', prefix };
      expect(() => render({ signature }, { ...change, secrets: ['s'] })).toThrow(RenderError);
      expect(() => render({ headers: { 'X-Event': '{event.type}' } }, { type: 'a\nb' })).toThrow(RenderError);
    },
  );
});

it('no event makes a format write more than four mebibytes', () => {
  const many = Array<string>(60).fill('{event.data}');
  const change = { data: JSON.stringify({ s: 'x'.repeat(100_000) }) };
  expect(RENDERED_CHARACTERS_MAX).toBe(4 * 1_048_576);
  expect(() => textOf(many, change)).toThrow(RenderError);
  expect(() => textOf(many.join(' '), change)).toThrow(RenderError);
  expect(textOf(many.slice(0, 40), change)).toHaveLength(40 * (change.data.length + 1) + 1);
});

describe('a format is refused', () => {
  const signature = { header: 'X-Signature' };
  it.each([
    [{ headers: { 'a b': 'x' } }, 'headers.a b'],
    [{ headers: { 'Content-Length': '1' } }, 'headers.Content-Length'],
    [{ headers: { 'Content-Type': 'text/plain' } }, 'headers.Content-Type'],
    [{ headers: { 'X-A': 'ä' } }, 'headers.X-A'],
    [{ headers: { 'X-A': '{event.date}' } }, 'headers.X-A'],
    [{ headers: { 'x-signature': 'x' }, signature }, 'headers.x-signature'],
    [
      { headers: { 'X-Signature-Previous': 'x' }, signature: { ...signature, rotation: 'previous_header' } },
      'headers.X-Signature-Previous',
    ],
    [{ signature, replaceable_headers: ['X-Signature'] }, 'replaceable_headers[0]'],
    [{ signature: { header: 'Host' } }, 'signature.header'],
    [{ signature: { ...signature, content: 'no body' } }, 'signature.content'],
    [{ signature: { ...signature, content: '{body}{body}' } }, 'signature.content'],
    [{ signature: { ...signature, content: '{body}{x.y}' } }, 'signature.content'],
    [{ signature: { ...signature, value: 'v1=' } }, 'signature.value'],
    [{ signature: { ...signature, prefix: '{signature}' } }, 'signature.prefix'],
    [{ signature: { ...signature, algorithm: 'ed25519', secret: 'text' } }, 'signature.secret'],
    [{ signature: { ...signature, alternatives: [{ secret: 'whsk' }] } }, 'signature.alternatives[0].secret'],
    [{ body: '{event.data..x}' }, 'body'],
    [{ body: '{event.data.x|iso}' }, 'body'],
    [{ body: `{event.data.${Array<string>(17).fill('a').join('.')}}` }, 'body'],
    [{ body: ['x'.repeat(65_536)] }, 'body'],
    [{ body: JSON.parse('['.repeat(40) + ']'.repeat(40)) as BodyTemplate }, 'body'],
  ])('%.60j', (format, path) => {
    expect(faultsOf(format)).toContain(path);
  });
});

it('encodes a signature as its template says', () => {
  const signature = { header: 'X-S', value: '{signature} {signature|hex} {signature|base64}' };
  const [plain = '', hex, base64 = ''] = (
    headersOf(render({ signature }, { secrets: ['s'] }))['X-S'] ?? ''
  ).split(' ');
  expect(plain).toBe(hex);
  expect(Buffer.from(base64, 'base64').toString('hex')).toBe(hex);
});

it('may leave a header of its own to the webhook', () => {
  const format = completeFormat({ name: 'test', replaceable_headers: ['content-type'] });
  expect(findFormatFaults(format)).toEqual([]);
  expect(bodyOf(compileWireFormat(format)(inputOf()))).toEqual({});
});
