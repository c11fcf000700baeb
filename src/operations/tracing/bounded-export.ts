import { TraceFlags } from '@opentelemetry/api';
import type { BatchSpanProcessor, ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { EngineLog } from '../../engine/engine-log.ts';
import type { TraceCounts } from './trace-counts.ts';

/** As the library answers an export. */
interface ExportResult {
  readonly code: number;
  readonly error?: Error | undefined;
}

/** `ExportResultCode.SUCCESS`, whose package is none of ours. */
const SUCCESS = 0;

export interface BoundedExportParts {
  readonly exporter: SpanExporter;
  /** Spans that wait at most, beside the batch that is being sent. */
  readonly waitingMax: number;
  readonly log: EngineLog;
}

/**
 * Stands on both sides of the library's batches, which tell nobody what they drop: holds them to a number of spans, counts
 * what becomes of each, and logs a collector that is away once, and its return once.
 */
export class BoundedExport {
  private readonly tally = { exported: 0, failed: 0, dropped: 0 };
  private waiting = 0;
  private isFailing = false;

  constructor(private readonly parts: BoundedExportParts) {}

  get counts(): TraceCounts {
    return this.tally;
  }

  /** What the batches are sent by. */
  get exporter(): SpanExporter {
    const { exporter } = this.parts;
    return {
      export: (spans, done) => {
        this.waiting -= spans.length;
        exporter.export(spans, (result) => {
          this.note(spans.length, result);
          done(result);
        });
      },
      forceFlush: async () => await exporter.forceFlush?.(),
      shutdown: async () => {
        await exporter.shutdown();
      },
    };
  }

  /** What hands spans to the batches. */
  before(batches: BatchSpanProcessor): SpanProcessor {
    return {
      onStart: () => undefined,
      onEnd: (span: ReadableSpan) => {
        if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
        if (this.waiting >= this.parts.waitingMax) {
          this.tally.dropped += 1;
          return;
        }
        this.waiting += 1;
        batches.onEnd(span);
      },
      forceFlush: async () => {
        await batches.forceFlush();
      },
      shutdown: async () => {
        await batches.shutdown();
      },
    };
  }

  private note(spans: number, { code, error }: ExportResult): void {
    const hasFailed = code !== SUCCESS;
    this.tally[hasFailed ? 'failed' : 'exported'] += spans;
    if (hasFailed === this.isFailing) return;
    this.isFailing = hasFailed;
    const { log } = this.parts;
    if (hasFailed) log.warn({ err: error }, 'traces cannot be sent; deliveries go on, and spans are dropped');
    else log.info({ failed: this.tally.failed, dropped: this.tally.dropped }, 'traces are sent again');
  }
}
