import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';

export interface HardeningOptions {
  /** Exact origins (`https://app.example.com`) whose pages may call the API; none by default. */
  readonly corsOrigins: readonly string[];
}

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

/** Sets what every answer needs; call it before any other middleware. */
export function hardenApp(app: NestExpressApplication, { corsOrigins }: HardeningOptions): void {
  // Only a resource's version is an ETag here; Express' own hash of the body would pass for one in If-Match.
  app.set('etag', false);
  // Flat strings: nested objects from `a[b]=c` would reach code that expects text.
  app.set('query parser', 'simple');
  app.use(
    helmet({
      // Whether the whole host is https only is for whoever runs the proxy in front to say.
      strictTransportSecurity: false,
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          frameAncestors: ["'none'"],
          objectSrc: ["'none'"],
          styleSrc: ["'self'"],
          // The default would break pages that are served over plain http in a private network.
          upgradeInsecureRequests: null,
        },
      },
    }),
  );
  app.enableCors({
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED_HEADERS,
    credentials: false,
    maxAge: CORS_MAX_AGE_SECONDS,
  });
}
