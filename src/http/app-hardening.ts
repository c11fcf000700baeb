import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sidePortOf } from './side-ports.ts';

export interface HardeningOptions {
  /** Exact origins (`https://app.example.com`) whose pages may call the API; none by default. */
  readonly corsOrigins: readonly string[];
  /** Whether side ports are open to the pages of every origin where none is named. Default: false. */
  readonly isAnyOriginOnSidePorts?: boolean;
}

/**
 * What every answer tells browsers: the values of helmet 8 but for two. Whether the whole host is https only is for
 * whoever runs the proxy in front to say, and insecure requests are not upgraded, which would break pages that are served
 * over plain http in a private network.
 */
const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "base-uri 'self'",
    "font-src 'self' https: data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self'",
  ].join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const;

/** What a page of an allowed origin may read besides the safelisted headers. */
const EXPOSED_HEADERS = [
  'ETag',
  'Idempotent-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
];

/** Browsers keep a preflight's answer at most this long, so a removed origin is refused soon after. */
const CORS_MAX_AGE_SECONDS = 600;

/** Sets what every answer needs; call it before any other hook. */
export function hardenApp(
  fastify: FastifyInstance,
  { corsOrigins, isAnyOriginOnSidePorts = false }: HardeningOptions,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    hardenAnswer(request, reply);
    done();
  });
  // Without any allowed origin no answer depends on one, and a preflight is refused as the unknown method that it is.
  if (corsOrigins.length === 0 && !isAnyOriginOnSidePorts) return;
  const options: FastifyCorsOptions = {
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED_HEADERS,
    credentials: false,
    maxAge: CORS_MAX_AGE_SECONDS,
    strictPreflight: false,
  };
  const originsOf = ({ raw }: FastifyRequest): string[] | string | false => {
    if (corsOrigins.length > 0) return [...corsOrigins];
    return sidePortOf(raw) === null ? false : '*';
  };
  fastify.register(fastifyCors, {
    delegator: (request: FastifyRequest, answer) => {
      answer(null, { ...options, origin: originsOf(request) });
    },
  });
}

/** The headers that every answer has, whatever becomes of its request. */
export function hardenAnswer(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id).headers(SECURITY_HEADERS);
}
