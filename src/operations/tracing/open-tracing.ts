import type { TracingSettings } from '../../config/settings.ts';
import type { EngineLog } from '../../engine/engine-log.ts';
import type { OpenTracing } from './tracing.ts';

/** Null, with nothing loaded, where no traces are sent. */
export async function openTracing(
  settings: TracingSettings | null,
  log: EngineLog,
): Promise<OpenTracing | null> {
  if (settings === null) return null;
  const { startOtlpTracing } = await import('./otlp-tracing.ts');
  return await startOtlpTracing(settings, log);
}
