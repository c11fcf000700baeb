import { optional, setting } from './setting.ts';
import { attributePairs, collectorUrl, headerPairs, share } from './tracing-kinds.ts';
import { oneOf, textThat, wholeNumber } from './value-kinds.ts';

const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Below the endpoint of all signals (OTLP exporter specification). */
export const TRACES_PATH = 'v1/traces';
/** What a process is called in traces unless said. */
export const SERVICE_NAME = 'posthorn';
const NAME_CHARACTERS_MAX = 512;

/** Of OpenTelemetry, by its own variables; nothing is recorded unless an endpoint is set. */
export const TRACING_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optional({
    section: 'Tracing',
    kind: collectorUrl,
    description: `The collector that traces are sent to, by OTLP over HTTP, at \`${TRACES_PATH}\` below this address. Without it nothing is recorded, and the trace of an event is sent on all the same.`,
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional({
    section: 'Tracing',
    kind: collectorUrl,
    description: 'The same, as the whole address; goes before `OTEL_EXPORTER_OTLP_ENDPOINT`.',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: setting({
    section: 'Tracing',
    kind: oneOf(PROTOCOLS),
    fallback: 'http/protobuf',
    description: 'How traces are written. `grpc` is not spoken, and is refused where traces are sent.',
  }),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: optional({
    section: 'Tracing',
    kind: oneOf(PROTOCOLS),
    fallbackNote: '`OTEL_EXPORTER_OTLP_PROTOCOL`',
    description: 'The same for traces alone.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: optional({
    section: 'Tracing',
    kind: headerPairs,
    description: 'Headers of every request to the collector, such as its key.',
    isSecret: true,
  }),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: optional({
    section: 'Tracing',
    kind: headerPairs,
    description: 'More of them for traces; of the same name, these are sent.',
    isSecret: true,
  }),
  OTEL_EXPORTER_OTLP_TIMEOUT: setting({
    section: 'Tracing',
    kind: wholeNumber(100, 60_000),
    fallback: 10_000,
    description: 'Milliseconds that a request to the collector may take, repetitions included.',
  }),
  OTEL_SERVICE_NAME: optional({
    section: 'Tracing',
    kind: textThat(
      '1 to 512 characters without control characters',
      (text) => text.length <= NAME_CHARACTERS_MAX && !/\p{Cc}/u.test(text),
    ),
    fallbackNote: `\`service.name\` of \`OTEL_RESOURCE_ATTRIBUTES\`, or \`${SERVICE_NAME}\``,
    description: 'What this process is called in traces.',
  }),
  OTEL_RESOURCE_ATTRIBUTES: optional({
    section: 'Tracing',
    kind: attributePairs,
    description: 'What else is told of this process, such as `deployment.environment.name=production`.',
  }),
  OTEL_TRACES_SAMPLER: setting({
    section: 'Tracing',
    kind: oneOf(SAMPLERS),
    fallback: 'parentbased_always_on',
    description:
      'Which traces are recorded; those whose name begins with `parentbased_` follow the producer.',
  }),
  OTEL_TRACES_SAMPLER_ARG: setting({
    section: 'Tracing',
    kind: share,
    fallback: 1,
    description: 'The share of traces that `traceidratio` records.',
  }),
  OTEL_BSP_SCHEDULE_DELAY: setting({
    section: 'Tracing',
    kind: wholeNumber(10, 60_000),
    fallback: 5_000,
    description: 'Milliseconds after which what has been recorded is sent.',
  }),
  OTEL_BSP_MAX_QUEUE_SIZE: setting({
    section: 'Tracing',
    kind: wholeNumber(1, 65_536),
    fallback: 2_048,
    description: 'Spans that wait to be sent at most; those beyond are dropped and counted.',
  }),
  OTEL_TRACES_EXPORTER: setting({
    section: 'Tracing',
    kind: oneOf(['otlp', 'none']),
    fallback: 'otlp',
    description: '`none` sends no traces, whatever endpoint is set.',
  }),
  OTEL_SDK_DISABLED: setting({
    section: 'Tracing',
    kind: oneOf(['true', 'false']),
    fallback: 'false',
    description: '`true` sends no traces either.',
  }),
} as const;
