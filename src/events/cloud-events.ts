import { createHash } from 'node:crypto';
import { PosthornError } from '../domain/errors.ts';
import { IDEMPOTENCY_KEY_PATTERN } from '../domain/idempotency.ts';
import { EVENT_BATCH_BODY, EVENT_BODY, type BodyRoute } from '../http/body.ts';
import { CLOUD_EVENT_BATCH_TYPE, CLOUD_EVENT_TYPE } from '../http/json-content-type.ts';
import { EACH } from '../http/raw-data.ts';
import { parseBody } from '../http/validation.ts';
import { CLOUD_EVENT_ATTRIBUTES, CloudEventBatchBody, CloudEventBody } from './dto/cloud-event.dto.ts';

/** The body of a publish that a CloudEvent stands for. */
interface PublishFields {
  readonly type: string;
  readonly data: string;
  readonly idempotency_key: string;
  readonly occurred_at?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** The addresses of a publish, for CloudEvents 1.0 in structured mode (JSON event format, sections 3 and 4). */
export const CLOUD_EVENT_ROUTES: readonly BodyRoute[] = [
  { ...EVENT_BODY, path: '/api/events', mediaType: CLOUD_EVENT_TYPE, translate: translateEvent },
  {
    ...EVENT_BATCH_BODY,
    path: '/api/events/batch',
    mediaType: CLOUD_EVENT_BATCH_TYPE,
    rawPath: [EACH, 'data'],
    translate: translateBatch,
  },
];

/**
 * Puts the body of a publish in the place of a CloudEvent.
 * @throws PosthornError `invalid`, faults named as they stand in what was sent
 */
async function translateEvent(body: unknown): Promise<PublishFields> {
  return toPublishFields(await parseBody(CloudEventBody, pickAttributes(body)));
}

async function translateBatch(body: unknown): Promise<{ readonly events: readonly PublishFields[] }> {
  return { events: (await parseBatch(body)).map(toPublishFields) };
}

async function parseBatch(body: unknown): Promise<CloudEventBody[]> {
  const events: unknown = Array.isArray(body) ? body.map(pickAttributes) : body;
  try {
    return (await parseBody(CloudEventBatchBody, { events })).events;
  } catch (error) {
    if (!(error instanceof PosthornError) || error.errors === undefined) throw error;
    // The list is the body itself.
    const errors = error.errors.map(({ path, message }) => ({ path: path.replace(/^events/, ''), message }));
    throw new PosthornError(error.code, { errors });
  }
}

/** Null stands for absent (JSON event format, section 2). */
function pickAttributes(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  const values = event as Partial<Record<string, unknown>>;
  return Object.fromEntries(
    CLOUD_EVENT_ATTRIBUTES.filter((name) => Object.hasOwn(values, name) && values[name] !== null).map(
      (name) => [name, values[name]],
    ),
  );
}

function toPublishFields({ type, data, source, id, time, ...trace }: CloudEventBody): PublishFields {
  const { traceparent, tracestate } = trace;
  return {
    type,
    data,
    idempotency_key: keyOf(source, id),
    ...(time !== undefined && { occurred_at: time }),
    ...(traceparent !== undefined && { traceparent }),
    ...(tracestate !== undefined && { tracestate }),
  };
}

/** Source and id name an event together (CloudEvents 1.0, "id"). A key that would be too long is a digest, without a space. */
function keyOf(source: string, id: string): string {
  const key = `${source} ${id}`;
  if (IDEMPOTENCY_KEY_PATTERN.test(key)) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}
