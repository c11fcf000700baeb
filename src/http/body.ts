import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PosthornError, invalidField, type FieldFault } from '../domain/errors.ts';
import { EVENT_DATA_LIMITS, findJsonFaults, measureJson, type JsonFault } from '../domain/json-limits.ts';
import { hasBody, mediaTypeOf } from './json-content-type.ts';
import { EACH, extractRawValues, type RawPath, type RawValue } from './raw-data.ts';
import { putRawTexts } from './raw-text.ts';

/** How the body at one address is read. */
export interface BodyRoute extends BodyReading {
  /** As in a controller, with the global prefix: `/api/webhooks/:id/test`. */
  readonly path: string;
  /** The one that this reading is for; any, where there is none. Of several that fit, the first counts. */
  readonly mediaType?: string;
}

export interface BodyReading {
  readonly bodyBytesMax: number;
  /** Commas outside the raw values; bounds the work of validation, whatever the body holds. */
  readonly commaCountMax: number;
  /**
   * Values kept verbatim: the handler's DTO gets their source text (see `RawJson`). Each is bounded by
   * `EVENT_DATA_LIMITS`.
   */
  readonly rawPath?: RawPath;
  /**
   * The handler takes whatever comes, as its bytes: no key, media type, encoding or JSON is asked for. Who is let in is for this
   * alone to say, before any byte of a body is read; it rejects to refuse. For public routes alone.
   */
  readonly admit?: (request: FastifyRequest) => Promise<void>;
  /** Makes the body that the handler takes of one in another format. */
  readonly translate?: (body: unknown) => Promise<unknown>;
}

const MEBIBYTE = 1_048_576;
/** Room for an event's other fields beside 1 MiB of data. */
const ENVELOPE_BYTES_MAX = 65_536;
/** Containers around an event's data in a batch: the body, the list, the event. */
const ENVELOPE_DEPTH_MAX = 3;
const BODY_DEPTH_MAX = EVENT_DATA_LIMITS.depthMax + ENVELOPE_DEPTH_MAX;
/** Of a body at an address that says nothing else. */
export const DEFAULT_BODY_BYTES_MAX = EVENT_DATA_LIMITS.bytesMax + ENVELOPE_BYTES_MAX;

const DEFAULT_BODY: BodyReading = {
  bodyBytesMax: DEFAULT_BODY_BYTES_MAX,
  commaCountMax: EVENT_DATA_LIMITS.keyCountMax,
};

/** One event, or what holds one event's data. */
export const EVENT_BODY: BodyReading = { ...DEFAULT_BODY, rawPath: ['data'] };

export const EVENT_BATCH_BODY: BodyReading = {
  bodyBytesMax: 16 * MEBIBYTE,
  // 1,000 events of at most about 100 fields and tags each.
  commaCountMax: 100_000,
  rawPath: ['events', EACH, 'data'],
};

/** The addresses that take event data (API.md "Events" and "Webhooks"). */
export const EVENT_BODY_ROUTES: readonly BodyRoute[] = [
  { ...EVENT_BODY, path: '/api/events' },
  { ...EVENT_BODY, path: '/api/events/explain' },
  { ...EVENT_BODY, path: '/api/formats/preview' },
  { ...EVENT_BODY, path: '/api/webhooks/test' },
  { ...EVENT_BODY, path: '/api/webhooks/:id/test' },
  { ...EVENT_BATCH_BODY, path: '/api/events/batch' },
];

export interface BodyOptions {
  readonly routes: readonly BodyRoute[];
  /** Runs before any byte of a body is read, which waits for a promise; throws or rejects to refuse the request. */
  readonly beforeBody?: (request: IncomingMessage) => unknown;
}

/**
 * Reads JSON bodies. Compressed ones are 415 (a decompressed size is not known beforehand), too large ones 413, broken JSON or
 * UTF-8 400. Depth is checked on the text before anything parses it, so that no nesting reaches recursive code.
 */
export function configureBodies(fastify: FastifyInstance, { routes, beforeBody }: BodyOptions): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    const admit = findAdmission(routes, request);
    const asked = admit === undefined ? hasBody(raw) && beforeBody?.(raw) : admit(request);
    if (!(asked instanceof Promise)) done();
    else
      void asked.then(() => {
        done();
      }, done);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!isRawRoute(routes, request)) refuseEncoded(request.raw);
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, bytes);
  });
  fastify.addHook('onRoute', (route) => {
    const limits = routes.filter(({ path }) => path === route.url).map(({ bodyBytesMax }) => bodyBytesMax);
    if (limits.length > 0) route.bodyLimit = Math.max(...limits);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (!Buffer.isBuffer(request.body) || isRawRoute(routes, request)) {
      done();
      return;
    }
    const reading = findReading(routes, request);
    request.body = readBody(request.body, reading);
    if (reading.translate === undefined) done();
    else
      void translate(request, reading.translate).then(() => {
        done();
      }, done);
  });
}

/** Whether a request goes to a route that takes bytes as they come: by what the router has found, however it was written. */
export function isRawRoute(routes: readonly BodyRoute[], request: FastifyRequest): boolean {
  return findAdmission(routes, request) !== undefined;
}

function findAdmission(
  routes: readonly BodyRoute[],
  { routeOptions: { url } }: FastifyRequest,
): BodyReading['admit'] {
  return routes.find(({ path }) => path === url)?.admit;
}

async function translate(request: FastifyRequest, to: (body: unknown) => Promise<unknown>): Promise<void> {
  request.body = await to(request.body);
}

/** Also of a body at an unknown address, whose sender is told what is wrong with it all the same. */
function findReading(routes: readonly BodyRoute[], { raw, routeOptions }: FastifyRequest): BodyReading {
  const { url } = routeOptions;
  const given = mediaTypeOf(raw.headers['content-type']);
  const isMatch = ({ path, mediaType = given }: BodyRoute): boolean => path === url && mediaType === given;
  return routes.find(isMatch) ?? DEFAULT_BODY;
}

/** Only what is not encoded at all has a known size. @throws PosthornError `unsupported_media_type` */
function refuseEncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') throw new PosthornError('unsupported_media_type');
}

/**
 * A JSON text, parsed, with raw values as their source text. Undefined for an empty body: actions like retry need none, and a
 * DTO's required fields are missed later. Its size is its caller's to bound.
 * @throws PosthornError `malformed_json`, `invalid`, `payload_too_large`
 */
export function readBody(bytes: Buffer, reading: BodyReading): unknown {
  if (bytes.length === 0) return undefined;
  const text = decodeUtf8(bytes);
  const measure = measureJson(text, BODY_DEPTH_MAX);
  if (measure.depth > BODY_DEPTH_MAX) throw invalidField('', TOO_DEEP);
  const body = parseJson(text);
  const raw = reading.rawPath ? extractRawValues(text, reading.rawPath) : [];
  refuseFaults(findBodyFaults(measure.commaCount, raw, reading));
  return reading.rawPath ? putRawTexts(body, reading.rawPath, raw) : body;
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
  { rawPath = [], commaCountMax }: BodyReading,
): JsonFault[] {
  const faults: JsonFault[] = [];
  let outsideCommaCount = commaCount;
  raw.forEach((value, index) => {
    if (!value) return;
    outsideCommaCount -= value.commaCount;
    const found = findJsonFaults(value, '');
    if (found.length > 0)
      faults.push(...found.map((fault) => ({ ...fault, path: writePath(rawPath, index) })));
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
