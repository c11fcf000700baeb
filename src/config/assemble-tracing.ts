import type { SettingValues } from './setting-catalogue.ts';
import type { TracingSettings } from './settings.ts';
import { SERVICE_NAME, TRACES_PATH } from './tracing-settings.ts';

/** Where traces are sent; undefined where they are not. */
function endpointOf(values: SettingValues): string | undefined {
  if (values.OTEL_TRACES_EXPORTER === 'none' || values.OTEL_SDK_DISABLED === 'true') return undefined;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = values;
  if (whole !== undefined || base === undefined) return whole;
  return `${base.replace(/\/$/, '')}/${TRACES_PATH}`;
}

function protocolOf(values: SettingValues): SettingValues['OTEL_EXPORTER_OTLP_PROTOCOL'] {
  return values.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? values.OTEL_EXPORTER_OTLP_PROTOCOL;
}

/** The setting that asks for what is not spoken; undefined where none does. */
export function findUnspokenProtocol(
  values: SettingValues,
): 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL' | 'OTEL_EXPORTER_OTLP_PROTOCOL' | undefined {
  if (endpointOf(values) === undefined || protocolOf(values) !== 'grpc') return undefined;
  return values.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL === undefined
    ? 'OTEL_EXPORTER_OTLP_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
}

export function assembleTracing(values: SettingValues): TracingSettings | null {
  const url = endpointOf(values);
  if (url === undefined) return null;
  const { OTEL_RESOURCE_ATTRIBUTES: attributes, OTEL_SERVICE_NAME: name } = values;
  return {
    url,
    isJson: protocolOf(values) === 'http/json',
    headers: { ...values.OTEL_EXPORTER_OTLP_HEADERS, ...values.OTEL_EXPORTER_OTLP_TRACES_HEADERS },
    timeoutMs: values.OTEL_EXPORTER_OTLP_TIMEOUT,
    attributes: {
      'service.name': SERVICE_NAME,
      ...attributes,
      ...(name !== undefined && { 'service.name': name }),
    },
    sampler: values.OTEL_TRACES_SAMPLER,
    sampledShare: values.OTEL_TRACES_SAMPLER_ARG,
    delayMs: values.OTEL_BSP_SCHEDULE_DELAY,
    waitingMax: values.OTEL_BSP_MAX_QUEUE_SIZE,
  };
}
