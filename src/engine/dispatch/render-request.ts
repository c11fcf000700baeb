import { HEADER_MASK } from '../../domain/header-mask.ts';
import { toPublicId, type Uuid } from '../../domain/ids.ts';
import { RenderError, type RenderedRequest, type RenderInput } from '../../wire/wire-format.ts';
import { secretsAt, type WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import type { OutboundRequest } from '../transport/transport.ts';

/** What of a webhook its requests are made of. */
export type RequestSource = Pick<
  WebhookSnapshot,
  'publicId' | 'url' | 'renderer' | 'headers' | 'secrets' | 'lastingSecrets' | 'timeoutMs'
>;

/** Why a request is made, and when. */
export interface RequestOccasion {
  readonly deliveryId: Uuid;
  readonly event: RenderInput['event'];
  /** Of the attempt, from 1. */
  readonly number: number;
  /** Milliseconds since 1970, the database's. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Nobody has published the event. */
  readonly isTest?: true;
}

export interface SignedRequest {
  readonly request: OutboundRequest;
  /** The request's headers as history may show them. */
  readonly shownHeaders: readonly (readonly [name: string, value: string])[];
  /** What the log line tells of the event, by its format. */
  readonly logged?: RenderedRequest['logged'];
}

/**
 * Renders and signs what is sent to a webhook, with every secret that has not run out.
 * @throws RenderError where its wire format cannot carry the event
 */
export function renderRequest(webhook: RequestSource, occasion: RequestOccasion): SignedRequest {
  const { headers, body, ...rest } = render(webhook, occasion);
  const { url, timeoutMs } = webhook;
  const { signal } = occasion;
  if (webhook.headers.length === 0) {
    return { request: { url, headers, body, timeoutMs, signal }, shownHeaders: headers, ...rest };
  }
  const kept = headers.filter(([name]) => !isReplaced(name, webhook.headers));
  return {
    request: { url, headers: [...kept, ...webhook.headers], body, timeoutMs, signal },
    shownHeaders: [...kept, ...webhook.headers.map(([name]) => [name, HEADER_MASK] as const)],
    ...rest,
  };
}

/** The body that a request had, made anew by its webhook as it is now; null where its format cannot carry the event. */
export function renderBodyAgain(
  webhook: RequestSource,
  occasion: Omit<RequestOccasion, 'signal'>,
): Buffer | null {
  try {
    return render(webhook, occasion).body;
  } catch (error) {
    if (error instanceof RenderError) return null;
    throw error;
  }
}

/** Only what the format lets a webhook replace: all else was refused among its own headers. */
function isReplaced(name: string, own: RequestSource['headers']): boolean {
  return own.some(([other]) => other.length === name.length && other.toLowerCase() === name.toLowerCase());
}

function render(webhook: RequestSource, occasion: Omit<RequestOccasion, 'signal'>): RenderedRequest {
  const { deliveryId, event, number, now, isTest = false } = occasion;
  if (webhook.renderer === null)
    throw new RenderError('There is no wire format of the name that the webhook has.');
  return webhook.renderer({
    event,
    delivery: { id: toPublicId('delivery', deliveryId) },
    attempt: { number, startedAt: now, isTest },
    webhook: { id: webhook.publicId },
    secrets: secretsAt(webhook, now),
  });
}
