import { PosthornError } from '../domain/errors.ts';
import { parseWebhookUrl } from '../domain/webhook-url.ts';
import { toRateLimit } from './dto/rate-limit.dto.ts';
import { toRetryPolicy } from './dto/retry-policy.dto.ts';
import type { WebhookFields } from './dto/webhook-fields.ts';
import type { WebhookConfiguration } from './webhook-record.ts';

const DEFAULT_FORMAT = 'standard';
const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_IN_FLIGHT = 64;
const NAME_CHARACTERS_MAX = 200;

/** What a body says of each field: undefined is not sent, null asks for the default. */
type WebhookChanges = {
  readonly [Field in keyof WebhookConfiguration]: WebhookConfiguration[Field] | null | undefined;
};

/** A valid body with its URL, on what is there for the fields that it leaves out: the defaults, where nothing is. */
export function configure(
  body: WebhookFields & { readonly url?: string },
  present: WebhookConfiguration | null,
): WebhookConfiguration {
  const changes = readChanges(body);
  const url = changes.url ?? present?.url ?? '';
  const defaults = defaultsFor(url);
  const base = present ?? defaults;
  const pick = <Field extends keyof WebhookConfiguration>(field: Field): WebhookConfiguration[Field] => {
    const change: WebhookConfiguration[Field] | null | undefined = changes[field];
    if (change === undefined) return base[field];
    return change ?? defaults[field];
  };
  return {
    uid: pick('uid'),
    name: pick('name'),
    description: pick('description'),
    metadata: pick('metadata'),
    url,
    events: pick('events'),
    filter: pick('filter'),
    headers: pick('headers'),
    format: pick('format'),
    retry: pick('retry'),
    timeoutMs: pick('timeoutMs'),
    rateLimit: pick('rateLimit'),
    maxInFlight: pick('maxInFlight'),
    mode: pick('mode'),
    active: pick('active'),
  };
}

function readChanges(body: WebhookFields & { readonly url?: string }): WebhookChanges {
  return {
    uid: body.uid,
    name: body.name,
    description: body.description,
    metadata: body.metadata,
    url: body.url === undefined ? undefined : canonicalUrl(body.url),
    events: body.events && [...new Set(body.events)],
    filter: body.filter,
    headers: body.headers,
    format: body.format,
    retry: body.retry && toRetryPolicy(body.retry),
    timeoutMs: body.timeout_ms,
    rateLimit: body.rate_limit && toRateLimit(body.rate_limit),
    maxInFlight: body.max_in_flight,
    mode: body.mode,
    active: body.active,
  };
}

function defaultsFor(url: string): WebhookConfiguration {
  return {
    uid: null,
    name: new URL(url).host.slice(0, NAME_CHARACTERS_MAX),
    description: '',
    metadata: {},
    url,
    events: [],
    filter: null,
    headers: {},
    format: DEFAULT_FORMAT,
    retry: toRetryPolicy(),
    timeoutMs: DEFAULT_TIMEOUT_MS,
    rateLimit: null,
    maxInFlight: DEFAULT_MAX_IN_FLIGHT,
    mode: 'live',
    active: true,
  };
}

function canonicalUrl(text: string): string {
  const parsed = parseWebhookUrl(text);
  if (!('fault' in parsed)) return parsed.url;
  throw new PosthornError('invalid', { errors: [{ path: 'url', message: parsed.fault }] });
}
