import { describe, expect, it } from '@jest/globals';
import { faultsOf, faultyNames } from '../../test/support/settings-faults.ts';
import { loadSettings } from './load-settings.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('the settings of tracing', () => {
  it.each([
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      ['collector:4318', 'grpc://collector', 'http://u:p@h', 'http://h/?key=1'],
    ],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ['/v1/traces', 'http://h/#a', 'https://']],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', ['http', 'HTTP/JSON']],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', ['json']],
    ['OTEL_EXPORTER_OTLP_HEADERS', ['key', '=1', 'a b=1', 'a=%zz', 'a=%0d%0aB: 1', 'a=%C3%A9', 'a=1,b']],
    ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', ['a:b=1']],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', ['99', '60001', '10s']],
    ['OTEL_SERVICE_NAME', ['a\u0000b', 'n'.repeat(513)]],
    ['OTEL_RESOURCE_ATTRIBUTES', ['a', 'a b=1', 'a=%zz', 'a=%00']],
    ['OTEL_TRACES_SAMPLER', ['xray', 'always']],
    ['OTEL_TRACES_SAMPLER_ARG', ['1.1', '-1', '50%', '1e-1', '.', 'endpoint=http://h']],
    ['OTEL_BSP_SCHEDULE_DELAY', ['9', '60001']],
    ['OTEL_BSP_MAX_QUEUE_SIZE', ['0', '65537']],
    ['OTEL_TRACES_EXPORTER', ['console', 'otlp,console']],
    ['OTEL_SDK_DISABLED', ['yes', '1']],
  ])('%s is none of %j', (name, texts) => {
    for (const text of texts) expect([text, faultyNames({ [name]: text })]).toEqual([text, [name]]);
  });

  it('send nothing without an endpoint, or where that is asked for', () => {
    expect(loadSettings({ OTEL_SERVICE_NAME: 'a', OTEL_EXPORTER_OTLP_HEADERS: 'a=1' }).tracing).toBeNull();
    expect(loadSettings({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }).tracing).toBeNull();
    expect(loadSettings({ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }).tracing).toBeNull();
  });

  it('have the defaults of OpenTelemetry', () => {
    expect(loadSettings(ENDPOINT).tracing).toEqual({
      url: 'http://collector:4318/v1/traces',
      isJson: false,
      headers: {},
      timeoutMs: 10_000,
      attributes: { 'service.name': 'posthorn' },
      sampler: 'parentbased_always_on',
      sampledShare: 1,
      delayMs: 5_000,
      waitingMax: 2_048,
    });
  });

  it('for traces alone go before those of all signals', () => {
    const { tracing } = loadSettings({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/base/',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=3%2C4, c = d%20e ,',
    });
    expect(tracing).toMatchObject({
      url: 'http://collector:4318/base/v1/traces',
      isJson: true,
      headers: { a: '1', b: '3,4', c: 'd e' },
    });
    const whole = { ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in' };
    expect(loadSettings(whole).tracing?.url).toBe('https://traces.example/in');
  });

  it('call the process by OTEL_SERVICE_NAME before service.name', () => {
    const OTEL_RESOURCE_ATTRIBUTES = 'service.name=of%20attributes,deployment.environment.name=test';
    expect(loadSettings({ ...ENDPOINT, OTEL_RESOURCE_ATTRIBUTES }).tracing?.attributes).toEqual({
      'service.name': 'of attributes',
      'deployment.environment.name': 'test',
    });
    const named = { ...ENDPOINT, OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME: 'named' };
    expect(loadSettings(named).tracing?.attributes).toMatchObject({ 'service.name': 'named' });
  });

  it.each(['0', '1', '0.25', '.5', '1.0'])('take a share such as %s', (text) => {
    expect(loadSettings({ ...ENDPOINT, OTEL_TRACES_SAMPLER_ARG: text }).tracing?.sampledShare).toBe(
      Number(text),
    );
  });

  it('refuse grpc where traces are sent, by the setting that asks for it', () => {
    const grpc = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(faultyNames(grpc)).toEqual([]);
    expect(faultyNames({ ...grpc, ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })).toEqual([]);
    expect(faultyNames({ ...grpc, ...ENDPOINT })).toEqual(['OTEL_EXPORTER_OTLP_PROTOCOL']);
    const ofTraces = { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' };
    expect(faultyNames({ ...ofTraces, ...ENDPOINT })).toEqual(['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']);
  });

  it('never show a header, nor what was refused of one', () => {
    const { summary } = loadSettings({ ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=hidden' });
    expect(summary.find(({ name }) => name === 'OTEL_EXPORTER_OTLP_HEADERS')?.value).toBe('***');
    const faults = faultsOf({
      OTEL_EXPORTER_OTLP_HEADERS: 'hidden',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'a://hidden',
    });
    expect(faults).toHaveLength(2);
    expect(JSON.stringify(faults)).not.toContain('hidden');
  });
});
