import { startReceiver, type Answer, type Receiver } from './receiver.ts';

/** A span as it came, by OTLP in JSON: ids in hex, attributes as they are. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty of a span without. */
  readonly parentSpanId: string;
  readonly traceState: string;
  /** SpanKind of the protocol: 3 is CLIENT, 4 PRODUCER. */
  readonly kind: number;
  /** 2 is ERROR. */
  readonly statusCode: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of what the span's process tells of itself. */
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface Collector {
  /** As `OTEL_EXPORTER_OTLP_ENDPOINT` has it. */
  readonly url: string;
  readonly requests: Receiver['requests'];
  /** In the order of their coming. */
  spans(): ReceivedSpan[];
  close(): Promise<void>;
}

/** What takes traces on loopback, as a collector of OpenTelemetry does. */
export async function startCollector(
  answer: (index: number) => Answer = () => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }),
): Promise<Collector> {
  const receiver = await startReceiver((_request, index) => answer(index));
  return {
    url: receiver.url,
    requests: receiver.requests,
    spans: () => receiver.requests.flatMap(({ body }) => readSpans(body.toString('utf8'))),
    close: async () => {
      await receiver.close();
    },
  };
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: number;
  readonly boolValue?: boolean;
  readonly doubleValue?: number;
}

type OtlpAttributes = readonly { readonly key: string; readonly value: OtlpValue }[];

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly kind: number;
  readonly status?: { readonly code?: number };
  readonly attributes?: OtlpAttributes;
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: OtlpAttributes };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function readSpans(text: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(text) as OtlpRequest;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => readSpan(span, readAttributes(resource.attributes))),
    ),
  );
}

function readSpan(span: OtlpSpan, resource: ReceivedSpan['resource']): ReceivedSpan {
  const { name, traceId, spanId, parentSpanId = '', traceState = '', kind, status, attributes = [] } = span;
  return {
    name,
    traceId,
    spanId,
    parentSpanId,
    traceState,
    kind,
    statusCode: status?.code ?? 0,
    attributes: readAttributes(attributes),
    resource,
  };
}

function readAttributes(attributes: OtlpAttributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]));
}
