import { randomBytes } from 'node:crypto';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Clock } from '../domain/clock.ts';
import { findHeaderFaults } from '../domain/custom-headers.ts';
import { invalidField, PosthornError, type FieldFault } from '../domain/errors.ts';
import { toPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { parseWebhookUrl } from '../domain/webhook-url.ts';
import { describeExchange, unrendered } from '../engine/dispatch/exchange-record.ts';
import {
  renderRequest,
  type RequestOccasion,
  type RequestSource,
  type SignedRequest,
} from '../engine/dispatch/render-request.ts';
import type { EngineLog } from '../engine/engine-log.ts';
import type { OutboundRequest, TransportResult } from '../engine/transport/transport.ts';
import type { FormatsService } from '../formats/formats.service.ts';
import { compileWireFormat, reservedHeaderNames } from '../wire/renderer.ts';
import { createSecret, findSecretFault } from '../wire/secrets.ts';
import { RenderError, type WireFormat } from '../wire/wire-format.ts';
import type { WebhooksService } from '../webhooks/webhooks.service.ts';
import { SAMPLE_DATA, SAMPLE_TYPE, type TestUrlBody, type TestWebhookBody } from './dto/test-send.dto.ts';
import { SendSlots } from './send-slots.ts';
import type { TestSendJson } from './test-send-answers.ts';
import { toTestSendJson, type TestSend } from './test-send-json.ts';

const DEFAULT_FORMAT = 'standard';
/** A registered webhook's default. */
const TIMEOUT_MS = 15_000;
const RETRY_AFTER_SECONDS = 1;

export interface ProbeParts {
  readonly webhooks: Pick<WebhooksService, 'getForSending'>;
  readonly formats: Pick<FormatsService, 'getWireFormat'>;
  /** Never rejects but when the request's signal aborts it. */
  readonly send: (request: OutboundRequest) => Promise<TransportResult>;
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly shutdownGraceMs: number;
}

/** In whose name a test is sent, and whether anybody still waits for its answer. */
export interface Caller {
  readonly tenantId: Uuid;
  readonly gone: AbortSignal;
}

interface TestTarget {
  readonly source: RequestSource;
  readonly webhook: TestSend['webhook'];
}

interface TestEvent {
  /** As receivers see it; a new one of Posthorn's own where none is given. */
  readonly id?: string | undefined;
  readonly type: string;
  /** JSON text, sent as it is. */
  readonly data: string;
}

/**
 * Sends events that nobody has published, by the way of a delivery: rendered, signed and sent by the same code, to the
 * same vetted addresses. Nothing of it is stored or counted, and nothing is tried again.
 */
export class ProbeService implements BeforeApplicationShutdown {
  private readonly slots = new SendSlots();

  constructor(private readonly parts: ProbeParts) {}

  /**
   * Whatever state the webhook is in: a paused or disabled one is tested before it goes on.
   * @param eventId for a dialect whose receivers know tests by their ids
   * @throws PosthornError `not_found`, and as `SendSlots.run`
   */
  async testWebhook(
    caller: Caller,
    idOrUid: string,
    body: TestWebhookBody,
    eventId?: string,
  ): Promise<TestSendJson> {
    const webhook = await this.parts.webhooks.getForSending(caller.tenantId, idOrUid);
    const { event_type: type = SAMPLE_TYPE, data = SAMPLE_DATA } = body;
    return await this.send(caller, { source: webhook, webhook }, { id: eventId, type, data });
  }

  /**
   * Where the address is refused, whether it stands in the URL or behind its name, the attempt says so in the same
   * words. Without a secret a new one signs, which is not told, where the format needs one: the request has the form of a
   * real one.
   * @throws PosthornError `invalid` for its format, secret and headers, and as `SendSlots.run`
   */
  async testUrl(caller: Caller, body: TestUrlBody): Promise<TestSendJson> {
    const { headers, event_type: type, data } = body;
    const format = await this.parts.formats.getWireFormat(caller.tenantId, body.format ?? DEFAULT_FORMAT);
    refuseFaults(format, body);
    const secrets = chooseSecrets(format, body.secret);
    const source: RequestSource = {
      publicId: toPublicId('webhook', this.parts.ids.next()),
      url: canonicalUrl(body.url),
      renderer: compileWireFormat(format),
      headers: Object.entries(headers ?? {}),
      secrets: secrets.map((secret) => ({ secret, expiresAt: null })),
      lastingSecrets: secrets,
      timeoutMs: TIMEOUT_MS,
    };
    return await this.send(caller, { source, webhook: null }, { type, data });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.slots.stop(this.parts.shutdownGraceMs);
  }

  private async send(caller: Caller, target: TestTarget, event: TestEvent): Promise<TestSendJson> {
    const { tenantId, gone } = caller;
    const sent = await this.slots.run(tenantId, gone, async (signal) => {
      const { ids, clock } = this.parts;
      const startedAt = clock.now();
      const eventId = event.id ?? toPublicId('event', ids.next());
      const { request, shownHeaders } = renderTest(target.source, {
        deliveryId: ids.next(),
        event: { ...event, id: eventId, occurredAt: startedAt },
        number: 1,
        now: startedAt,
        signal,
        isTest: true,
      });
      const result =
        request instanceof RenderError
          ? unrendered(request.message)
          : await this.sendWhileAwaited(request, gone);
      const exchange = describeExchange(result);
      return { eventId, eventType: event.type, webhook: target.webhook, startedAt, shownHeaders, exchange };
    });
    this.tell(caller, sent);
    return toTestSendJson(sent);
  }

  private async sendWhileAwaited(request: OutboundRequest, gone: AbortSignal): Promise<TransportResult> {
    try {
      return await this.parts.send(request);
    } catch (cause) {
      if (request.signal?.aborted !== true) throw cause;
      // Nobody reads this, and unlike what is refused for our own reasons it is not logged.
      if (gone.aborted) throw new PosthornError('bad_request', { detail: 'The client has gone.', cause });
      throw new PosthornError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
    }
  }

  /** One wide line a send, as for an attempt. */
  private tell({ tenantId }: Caller, { eventId, eventType, webhook, exchange }: TestSend): void {
    this.parts.log.info(
      {
        tenant: tenantId,
        event: eventId,
        event_type: eventType,
        webhook: webhook?.id,
        webhook_version: webhook?.version,
        response_status: exchange.responseStatus,
        error_type: exchange.errorType,
        duration_ms: exchange.durationMs,
      },
      'test send',
    );
  }
}

/** The DTO has judged it. */
function canonicalUrl(text: string): string {
  const parsed = parseWebhookUrl(text);
  if ('fault' in parsed) throw invalidField('url', parsed.fault);
  return parsed.url;
}

/** What cannot be rendered is answered as the attempt that it would be. */
function renderTest(
  source: RequestSource,
  occasion: RequestOccasion,
): SignedRequest | { readonly request: RenderError; readonly shownHeaders: SignedRequest['shownHeaders'] } {
  try {
    return renderRequest(source, occasion);
  } catch (error) {
    if (error instanceof RenderError) return { request: error, shownHeaders: [] };
    throw error;
  }
}

function refuseFaults(format: WireFormat, { headers, secret }: TestUrlBody): void {
  const errors: FieldFault[] = findHeaderFaults(headers ?? {}, reservedHeaderNames(format));
  const message = secret === undefined ? undefined : findSecretFault(format.signature, secret);
  if (message !== undefined) errors.push({ path: 'secret', message });
  if (errors.length > 0) throw new PosthornError('invalid', { errors });
}

function chooseSecrets({ signature }: WireFormat, given: string | undefined): string[] {
  if (given !== undefined) return [given];
  if (signature === null || signature.optional) return [];
  return [createSecret(signature, randomBytes)];
}
