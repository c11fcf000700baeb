import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { inProject } from '../../architecture/project-files.ts';

/** Tells which packages of OpenTelemetry have been loaded: they are CommonJS, and stand in its cache. */
const SCRIPT = `
import { Module } from 'node:module';
await import('./tools/import-typescript.mjs');
const { loadSettings } = await import('./src/config/load-settings.ts');
const { openTracing } = await import('./src/operations/tracing/open-tracing.ts');
await import('./src/app.module.ts');
const log = { info() {}, warn() {}, error() {}, debug() {} };
const tracing = await openTracing(loadSettings().tracing, log);
await tracing?.close();
const names = Object.keys(Module._cache).flatMap((path) => /@opentelemetry\\/[a-z-]+/.exec(path) ?? []);
console.log(JSON.stringify([...new Set(names)]));
`;

/** What prom-client needs itself. */
const OF_PROMETHEUS_CLIENT = '@opentelemetry/api';

async function loadedWith(environment: Record<string, string>): Promise<string[]> {
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    cwd: inProject('.'),
    env: { PATH, HOME, ...environment },
  });
  return JSON.parse(stdout) as string[];
}

describe('the packages of OpenTelemetry', () => {
  it('are loaded where traces are sent, the exporter of one protocol alone', async () => {
    const loaded = await loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(loaded).toEqual(
      expect.arrayContaining(['@opentelemetry/sdk-trace', '@opentelemetry/exporter-trace-otlp-proto']),
    );
    expect(loaded).not.toContain('@opentelemetry/exporter-trace-otlp-http');
  });

  it('are not loaded at all where they are not', async () => {
    const loaded = await loadedWith({});
    expect(loaded.filter((name) => name !== OF_PROMETHEUS_CLIENT)).toEqual([]);
  });
});
