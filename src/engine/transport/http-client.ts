import axios, {
  AxiosError,
  AxiosHeaders,
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { OutboundRequest, Transport, TransportResult } from './transport.ts';

type HeaderList = OutboundRequest['headers'];

/**
 * What our axios instance takes: POST with a body of bytes or text, or GET; a deadline in `timeout`, and in
 * `maxContentLength` what is kept of the response's body.
 */
export interface HttpClientConfig extends AxiosRequestConfig<Buffer | string> {
  /**
   * Sent in this order as they are, instead of `headers`: axios trims values, folds names and moves those that are
   * called like a method of its own.
   */
  readonly headerList?: HeaderList;
}

/** What it answers with, whatever the status. */
export interface HttpClientResponse extends AxiosResponse<Buffer> {
  readonly result: TransportResult;
}

/** No response was received; `result` tells why, `message` is the public sentence of it. */
export class NoResponseError extends AxiosError {
  constructor(
    readonly result: TransportResult,
    config: InternalAxiosRequestConfig,
  ) {
    const code = result.errorType === 'timeout_error' ? AxiosError.ETIMEDOUT : AxiosError.ERR_NETWORK;
    super(result.errorMessage ?? '', code, config);
  }
}

const METHODS = ['GET', 'POST'] as const;
/** The deadline where a request names none. */
const TIMEOUT_MS = 15_000;

/**
 * Posthorn's axios: its interface over our transport, and so behind the same address guard, deadline and bounds as a
 * delivery. Follows no redirect, uses no proxy, adds no header, changes no byte, and no request can choose another
 * adapter. Every status is an answer; no response at all rejects with {@link NoResponseError}, an aborted signal with
 * axios' `CanceledError`, another method than POST and GET with an `AxiosError`.
 */
export function createHttpClient(transport: Transport): AxiosInstance {
  const adapter = createAdapter(transport);
  const client = axios.create({
    adapter,
    method: 'post',
    proxy: false,
    maxRedirects: 0,
    timeout: TIMEOUT_MS,
    responseType: 'arraybuffer',
    decompress: false,
    transformRequest: [],
    transformResponse: [],
    validateStatus: () => true,
  });
  client.defaults.headers.common = {};
  client.interceptors.request.use(
    (config) => {
      config.adapter = adapter;
      // Else axios declares a form after the interceptors.
      if (!config.headers.has('Content-Type')) config.headers.set('Content-Type', false);
      return config;
    },
    null,
    { synchronous: true },
  );
  return client;
}

/**
 * Sends a request that has been rendered already, byte for byte.
 * @throws CanceledError when the request's signal aborted it
 */
export async function sendThrough(client: AxiosInstance, request: OutboundRequest): Promise<TransportResult> {
  const { url, headers, body, timeoutMs, signal } = request;
  const config: HttpClientConfig = {
    url,
    headerList: headers,
    data: body,
    timeout: timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    return (await client.request<Buffer, HttpClientResponse>(config)).result;
  } catch (error) {
    if (error instanceof NoResponseError) return error.result;
    throw error;
  }
}

/**
 * Reads a document of a URL that the operator has named.
 * @returns its bytes; null where it did not come whole with status 200
 */
export async function readThrough(
  client: AxiosInstance,
  url: string,
  { timeoutMs, bytesMax }: { readonly timeoutMs: number; readonly bytesMax: number },
): Promise<Buffer | null> {
  const headerList: HeaderList = [['Accept', 'application/json']];
  const config: HttpClientConfig = { method: 'get', url, headerList, timeout: timeoutMs };
  try {
    const { result } = await client.request<Buffer, HttpClientResponse>({
      ...config,
      maxContentLength: bytesMax,
    });
    return result.status === 200 && !result.isBodyTruncated ? result.body : null;
  } catch (error) {
    if (error instanceof NoResponseError) return null;
    throw error;
  }
}

function createAdapter(transport: Transport): AxiosAdapter {
  return async (config) => {
    const result = await transport.send(toOutboundRequest(config));
    if (result.status === null) throw new NoResponseError(result, config);
    const response: HttpClientResponse = {
      data: result.body,
      status: result.status,
      statusText: '',
      headers: toAxiosHeaders(result.headers),
      config,
      result,
    };
    return response;
  };
}

function toOutboundRequest(
  config: InternalAxiosRequestConfig & Pick<HttpClientConfig, 'headerList'>,
): OutboundRequest {
  const method = METHODS.find((known) => known === config.method?.toUpperCase());
  if (method === undefined) {
    throw new AxiosError('Only POST and GET are sent.', AxiosError.ERR_NOT_SUPPORT, config);
  }
  const { signal, timeout, maxContentLength = -1 } = config;
  return {
    method,
    url: axios.getUri(config),
    headers: config.headerList ?? toHeaderList(config.headers),
    body: toBytes(config),
    timeoutMs: timeout === undefined || timeout <= 0 ? TIMEOUT_MS : timeout,
    ...(maxContentLength < 0 ? {} : { bodyBytesMax: maxContentLength }),
    // axios states the part of a signal that it uses itself; callers give real ones.
    ...(signal === undefined ? {} : { signal: signal as AbortSignal }),
  };
}

function toBytes(config: InternalAxiosRequestConfig): Buffer {
  const data: unknown = config.data ?? '';
  if (Buffer.isBuffer(data)) return data;
  if (typeof data === 'string') return Buffer.from(data);
  throw new AxiosError('The body must be bytes or text.', AxiosError.ERR_BAD_OPTION_VALUE, config);
}

function toHeaderList(headers: AxiosHeaders): HeaderList {
  const values: readonly [string, unknown][] = Object.entries(headers.toJSON());
  return values.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)] as const),
  );
}

/** Repeated headers become lists. */
function toAxiosHeaders(list: HeaderList): AxiosHeaders {
  const headers = new AxiosHeaders();
  for (const [name, value] of list) {
    headers.set(name, headers.has(name) ? [headers.get(name), value].flat().map(String) : value);
  }
  return headers;
}
