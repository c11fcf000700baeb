import type { EngineTracer } from '../../engine/engine-tracer.ts';
import type { TraceCounts } from './trace-counts.ts';

/** What records traces and sends them. */
export interface OpenTracing {
  readonly tracer: EngineTracer;
  readonly counts: () => TraceCounts;
  /** Sends what is left, within 3 s. */
  close(): Promise<void>;
}
