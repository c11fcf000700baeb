import { createRequire } from 'node:module';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { TracingSettings } from '../../config/settings.ts';
import type { EngineLog } from '../../engine/engine-log.ts';
import { BoundedExport } from './bounded-export.ts';
import { SpanTracer } from './span-tracer.ts';
import type { OpenTracing } from './tracing.ts';

/** The end of a process waits no longer for its last spans. */
const CLOSE_MS = 3_000;
const BATCH_SPANS = 512;
const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** Loaded only where traces are sent: with it come all packages of OpenTelemetry. */
export async function startOtlpTracing(settings: TracingSettings, log: EngineLog): Promise<OpenTracing> {
  const { attributes, waitingMax, delayMs: scheduledDelayMillis } = settings;
  const bounded = new BoundedExport({ exporter: await createExporter(settings), waitingMax, log });
  const batches = new BatchSpanProcessor({
    exporter: bounded.exporter,
    maxQueueSize: waitingMax,
    maxExportBatchSize: Math.min(BATCH_SPANS, waitingMax),
    scheduledDelayMillis,
    // The exporter's own end comes first, and says why.
    exportTimeoutMillis: settings.timeoutMs + 1_000,
  });
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ [ATTR_SERVICE_VERSION]: version, ...attributes }),
    ),
    sampler: createSampler(settings),
    spanProcessors: [bounded.before(batches)],
  });
  return {
    tracer: new SpanTracer(provider.getTracer('posthorn', version)),
    counts: () => bounded.counts,
    close: async () => {
      await endWithin(CLOSE_MS, provider.shutdown());
    },
  };
}

async function createExporter(settings: TracingSettings): Promise<SpanExporter> {
  const { url, isJson, headers, timeoutMs: timeoutMillis } = settings;
  const { OTLPTraceExporter } = isJson
    ? await import('@opentelemetry/exporter-trace-otlp-http')
    : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis });
}

function createSampler({ sampler, sampledShare }: TracingSettings): Sampler {
  const isParentBased = sampler.startsWith('parentbased_');
  const root = createRootSampler(sampler.replace('parentbased_', ''), sampledShare);
  return isParentBased ? new ParentBasedSampler({ root }) : root;
}

function createRootSampler(name: string, sampledShare: number): Sampler {
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(sampledShare);
  return name === 'always_off' ? new AlwaysOffSampler() : new AlwaysOnSampler();
}

/** A collector that is away has been logged: what could not be sent then is lost. */
async function endWithin(waitMs: number, end: Promise<void>): Promise<void> {
  const ended = end.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([ended, overdue]);
  clearTimeout(timer);
}
