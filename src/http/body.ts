import type { NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { PosthornError, invalidField, type FieldFault } from '../domain/errors.ts';
import { EVENT_DATA_LIMITS, findJsonFaults, measureJson, type JsonFault } from '../domain/json-limits.ts';
import { CLOUD_EVENT_BATCH_TYPE, hasBody, mediaTypeOf } from './json-content-type.ts';
import { EACH, extractRawValues, type RawPath, type RawValue } from './raw-data.ts';
import { putRawTexts } from './raw-text.ts';

/** How the body at one address is read. */
export interface BodyRoute {
  /** As in a controller, with the global prefix: `/api/webhooks/:id/test`. */
  readonly path: string;
  /** The one that this route is for; any, where there is none. */
  readonly mediaType?: string;
  readonly bodyBytesMax: number;
  /** Commas outside the raw values; bounds the work of validation, whatever the body holds. */
  readonly commaCountMax: number;
  /**
   * Values kept verbatim: the handler's DTO gets their source text (see `RawJson`). Each is bounded by
   * `EVENT_DATA_LIMITS`.
   */
  readonly rawPath?: RawPath;
}

const MEBIBYTE = 1_048_576;
/** Room for an event's other fields beside 1 MiB of data. */
const ENVELOPE_BYTES_MAX = 65_536;
/** Containers around an event's data in a batch: the body, the list, the event. */
const ENVELOPE_DEPTH_MAX = 3;
const BODY_DEPTH_MAX = EVENT_DATA_LIMITS.depthMax + ENVELOPE_DEPTH_MAX;

const DEFAULT_BODY: Omit<BodyRoute, 'path'> = {
  bodyBytesMax: EVENT_DATA_LIMITS.bytesMax + ENVELOPE_BYTES_MAX,
  commaCountMax: EVENT_DATA_LIMITS.keyCountMax,
};

const BATCH_BODY: Omit<BodyRoute, 'path'> = {
  bodyBytesMax: 16 * MEBIBYTE,
  // 1,000 events of at most about 100 fields and tags each.
  commaCountMax: 100_000,
};

/** The addresses that take event data (API.md "Events" and "Webhooks"). */
export const EVENT_BODY_ROUTES: readonly BodyRoute[] = [
  { ...DEFAULT_BODY, path: '/api/events', rawPath: ['data'] },
  { ...DEFAULT_BODY, path: '/api/events/explain', rawPath: ['data'] },
  { ...DEFAULT_BODY, path: '/api/formats/preview', rawPath: ['data'] },
  { ...DEFAULT_BODY, path: '/api/webhooks/test', rawPath: ['data'] },
  { ...DEFAULT_BODY, path: '/api/webhooks/:id/test', rawPath: ['data'] },
  {
    ...BATCH_BODY,
    path: '/api/events/batch',
    mediaType: CLOUD_EVENT_BATCH_TYPE,
    rawPath: [EACH, 'data'],
  },
  { ...BATCH_BODY, path: '/api/events/batch', rawPath: ['events', EACH, 'data'] },
];

export interface BodyOptions {
  readonly routes: readonly BodyRoute[];
  /** Runs before any byte of a body is read; throws to refuse the request. */
  readonly beforeBody?: (request: Request) => void | Promise<void>;
}

/**
 * Reads JSON bodies. The application must have been made with `bodyParser: false`. Compressed bodies are 415
 * (a decompressed size is not known beforehand), too large ones 413, broken JSON or UTF-8 400. Depth is
 * checked on the text before anything parses it, so that no nesting reaches recursive code.
 */
export function configureBodies(app: NestExpressApplication, options: BodyOptions): void {
  const { routes, beforeBody } = options;
  if (beforeBody) {
    app.use(async (request: Request, _response: Response, next: NextFunction) => {
      if (hasBody(request)) await beforeBody(request);
      next();
    });
  }
  const known = new WeakMap<IncomingMessage, Omit<BodyRoute, 'path'>>();
  const bodyOf = (request: IncomingMessage): Omit<BodyRoute, 'path'> => {
    const body = known.get(request) ?? findRoute(routes, request) ?? DEFAULT_BODY;
    known.set(request, body);
    return body;
  };
  const limits = new Set([DEFAULT_BODY, ...routes].map(({ bodyBytesMax }) => bodyBytesMax));
  for (const limit of limits) {
    const isOfLimit = (request: IncomingMessage): boolean =>
      request.method !== 'GET' && request.method !== 'HEAD' && bodyOf(request).bodyBytesMax === limit;
    app.useBodyParser('raw', { limit, inflate: false, type: isOfLimit });
  }
  app.use(nameLimit);
  app.use((request: Request, _response: Response, next: NextFunction) => {
    if (Buffer.isBuffer(request.body)) request.body = readBody(request.body, bodyOf(request));
    next();
  });
}

/** Puts a sentence with the limit in the place of the body parser's own failure. */
function nameLimit(error: unknown, _request: Request, _response: Response, next: NextFunction): void {
  const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
  const limit = isTooLarge && 'limit' in error ? Number(error.limit) : Number.NaN;
  const detail = `The body is larger than the ${limit} bytes that this address accepts.`;
  next(Number.isNaN(limit) ? error : new PosthornError('payload_too_large', { detail, cause: error }));
}

/** Undefined for an empty body: actions like retry need none, and a DTO's required fields are missed later. */
function readBody(bytes: Buffer, route: Omit<BodyRoute, 'path'>): unknown {
  if (bytes.length === 0) return undefined;
  const text = decodeUtf8(bytes);
  const measure = measureJson(text, BODY_DEPTH_MAX);
  if (measure.depth > BODY_DEPTH_MAX) throw invalidField('', TOO_DEEP);
  const body = parseJson(text);
  const raw = route.rawPath ? extractRawValues(text, route.rawPath) : [];
  refuseFaults(findBodyFaults(measure.commaCount, raw, route));
  return route.rawPath ? putRawTexts(body, route.rawPath, raw) : body;
}

const TOO_DEEP = `is nested too deeply; event data may have ${String(EVENT_DATA_LIMITS.depthMax)} levels`;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new PosthornError('malformed_json', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PosthornError('malformed_json', { cause });
  }
}

function findBodyFaults(
  commaCount: number,
  raw: readonly (RawValue | undefined)[],
  { rawPath = [], commaCountMax }: Omit<BodyRoute, 'path'>,
): JsonFault[] {
  const faults: JsonFault[] = [];
  let outsideCommaCount = commaCount;
  raw.forEach((value, index) => {
    if (!value) return;
    outsideCommaCount -= value.commaCount;
    faults.push(...findJsonFaults(value, writePath(rawPath, index)));
  });
  if (outsideCommaCount > commaCountMax) {
    faults.push({ code: 'invalid', path: '', message: 'has too many fields' });
  }
  return faults;
}

function refuseFaults(faults: readonly JsonFault[]): void {
  const [first] = faults;
  if (!first) return;
  const code = faults.find((fault) => fault.code === 'payload_too_large')?.code ?? first.code;
  const errors: FieldFault[] = faults.map(({ path, message }) => ({ path, message }));
  throw new PosthornError(code, { errors });
}

function writePath(path: RawPath, index: number): string {
  return path
    .map((segment) =>
      typeof segment === 'string' ? `.${segment}` : `[${String(segment === EACH ? index : segment)}]`,
    )
    .join('')
    .replace(/^\./, '');
}

/** Compares segments as Express does by default: case-insensitive, with or without a slash at the end. */
function findRoute(routes: readonly BodyRoute[], request: IncomingMessage): BodyRoute | undefined {
  const path = request.url?.split('?', 1)[0] ?? '/';
  const segments = path.toLowerCase().replace(/\/$/, '').split('/');
  const mediaType = mediaTypeOf(request.headers['content-type']);
  const isMatch = (route: BodyRoute): boolean => {
    if (route.mediaType !== undefined && route.mediaType !== mediaType) return false;
    const wanted = route.path.toLowerCase().split('/');
    if (wanted.length !== segments.length) return false;
    return wanted.every((segment, index) => segment === segments[index] || segment.startsWith(':'));
  };
  return routes.find(isMatch);
}
