import type { IncomingMessage } from 'node:http';
import type { onRequestHookHandler } from 'fastify';
import { PosthornError } from '../domain/errors.ts';

/** CloudEvents 1.0 in structured mode: one event, and a list of them. */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json';
export const CLOUD_EVENT_BATCH_TYPE = 'application/cloudevents-batch+json';

/** Media types that a body may have. None of them can be sent by an HTML form or a "simple" cross-site request. */
export const JSON_MEDIA_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  CLOUD_EVENT_TYPE,
  CLOUD_EVENT_BATCH_TYPE,
]);

/** RFC 8259 section 8.1: JSON between systems is UTF-8. */
const JSON_CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/** A body announces itself by its length or by a transfer coding (RFC 9112 section 6). */
export function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return coding !== undefined || (length !== undefined && length !== '0');
}

/**
 * Refuses with 415 what is not JSON: a body without a JSON content type, one in another charset, and, even
 * without a body, a content type that is not JSON (an empty HTML form sends one).
 */
export function assertJsonContentType(request: IncomingMessage): void {
  const contentType = request.headers['content-type'];
  if (contentType === undefined ? !hasBody(request) : isJson(contentType)) return;
  throw new PosthornError('unsupported_media_type');
}

/** The form of `assertJsonContentType` for every request that may change something. */
export const requireJsonContentType: onRequestHookHandler = ({ raw }, _reply, done) => {
  if (raw.method !== 'GET' && raw.method !== 'HEAD') assertJsonContentType(raw);
  done();
};

function isJson(contentType: string): boolean {
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (!JSON_MEDIA_TYPES.has(mediaType)) return false;
  return parameters.every((parameter) => {
    const [name, value = ''] = parameter.split('=', 2);
    return name !== 'charset' || JSON_CHARSETS.has(value.replace(/^"(.*)"$/, '$1'));
  });
}

/** The media type of a Content-Type header in lower case, without its parameters; empty when there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
