import { toPublicId, type Uuid } from '../domain/ids.ts';
import type { ExchangeRecord } from '../engine/dispatch/exchange-record.ts';
import type { SignedRequest } from '../engine/dispatch/render-request.ts';
import { toExchangeJson } from '../http/exchange-json.ts';
import type { TestSendJson } from './test-send-answers.ts';

/** The request of a test send, once it is over. */
export interface TestSend {
  /** As the receiver saw it. */
  readonly eventId: string;
  readonly eventType: string;
  /** Null for a URL that is not registered. */
  readonly webhook: { readonly id: Uuid; readonly version: number } | null;
  readonly startedAt: number;
  readonly shownHeaders: SignedRequest['shownHeaders'];
  readonly exchange: ExchangeRecord;
}

export function toTestSendJson(send: TestSend): TestSendJson {
  const { exchange, webhook } = send;
  return {
    event_id: send.eventId,
    event_type: send.eventType,
    webhook_id: webhook === null ? null : toPublicId('webhook', webhook.id),
    webhook_version: webhook?.version ?? null,
    ...toExchangeJson({
      ...exchange,
      number: 1,
      startedAt: new Date(send.startedAt),
      outcome: exchange.errorType === null ? 'succeeded' : 'failed',
      responseBodyTruncated: exchange.isResponseBodyTruncated,
      requestHeaders: send.shownHeaders,
    }),
  };
}
