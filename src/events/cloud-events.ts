import { createHash } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { PosthornError } from '../domain/errors.ts';
import { IDEMPOTENCY_KEY_PATTERN } from '../domain/idempotency.ts';
import { CLOUD_EVENT_BATCH_TYPE, CLOUD_EVENT_TYPE, mediaTypeOf } from '../http/json-content-type.ts';
import { parseBody } from '../http/validation.ts';
import { CLOUD_EVENT_ATTRIBUTES, CloudEventBatchBody, CloudEventBody } from './dto/cloud-event.dto.ts';

/** The body of a publish that a CloudEvent stands for. */
interface PublishFields {
  readonly type: string;
  readonly data: string;
  readonly idempotency_key: string;
  readonly occurred_at?: string;
}

/**
 * Reads a CloudEvent 1.0 in structured mode (JSON event format, section 3) and puts the body of a publish in its place.
 * @throws PosthornError `invalid`, faults named as they stand in what was sent
 */
export async function readCloudEvent(
  request: Request,
  _response: Response,
  next: NextFunction,
): Promise<void> {
  if (mediaTypeOf(request.headers['content-type']) === CLOUD_EVENT_TYPE) {
    request.body = toPublishFields(await parseBody(CloudEventBody, pickAttributes(request.body)));
  }
  next();
}

/** The same of a list of them (section 4). */
export async function readCloudEventBatch(
  request: Request,
  _response: Response,
  next: NextFunction,
): Promise<void> {
  if (mediaTypeOf(request.headers['content-type']) === CLOUD_EVENT_BATCH_TYPE) {
    request.body = { events: (await parseBatch(request.body)).map(toPublishFields) };
  }
  next();
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

function toPublishFields({ type, data, source, id, time }: CloudEventBody): PublishFields {
  const fields = { type, data, idempotency_key: keyOf(source, id) };
  return time === undefined ? fields : { ...fields, occurred_at: time };
}

/** Source and id name an event together (CloudEvents 1.0, "id"). A key that would be too long is a digest, without a space. */
function keyOf(source: string, id: string): string {
  const key = `${source} ${id}`;
  if (IDEMPOTENCY_KEY_PATTERN.test(key)) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}
