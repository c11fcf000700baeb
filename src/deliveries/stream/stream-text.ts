import { adviceOn, ERROR_TYPES } from '../../domain/error-types.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { StreamedAttemptJson } from './stream-answers.ts';
import type { StreamedAttempt } from './streamed-attempt.ts';

/** How soon a client is to come back when its stream ends (HTML Living Standard 9.2.5, "retry"). */
const RECONNECT_MS = 2_000;
const BEGINNING = `: attempts from now on\nretry: ${RECONNECT_MS}\n\n`;
/** A line that clients pass over: it shows both ends, and all between, that the stream lives. */
const HEARTBEAT = ': nothing new\n\n';

export interface StreamOptions {
  readonly isWanted: (attempt: StreamedAttempt) => boolean;
  readonly heartbeatMs: number;
  /** Monotonic. */
  readonly now: () => number;
}

/** Server-sent events (HTML Living Standard 9.2): one message an attempt. */
export async function* toEventStream(
  feed: AsyncIterable<readonly StreamedAttempt[]>,
  { isWanted, heartbeatMs, now }: StreamOptions,
): AsyncGenerator<string> {
  yield BEGINNING;
  let toldAt = now();
  for await (const attempts of feed) {
    const text = attempts.filter(isWanted).map(toMessage).join('');
    if (text === '' && now() - toldAt < heartbeatMs) continue;
    yield text === '' ? HEARTBEAT : text;
    toldAt = now();
  }
}

/** JSON has no line ends of its own, so that the data is one line. */
function toMessage(attempt: StreamedAttempt): string {
  const json = toStreamedAttemptJson(attempt);
  return `event: attempt\nid: ${json.id}\ndata: ${JSON.stringify(json)}\n\n`;
}

function toStreamedAttemptJson(attempt: StreamedAttempt): StreamedAttemptJson {
  const errorType = ERROR_TYPES.find((type) => type === attempt.errorType) ?? null;
  return {
    id: toPublicId('attempt', attempt.id),
    delivery_id: toPublicId('delivery', attempt.deliveryId),
    event_id: toPublicId('event', attempt.eventId),
    event_type: attempt.eventType,
    webhook_id: toPublicId('webhook', attempt.webhookId),
    number: attempt.number,
    started_at: attempt.startedAt.toISOString(),
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    response_status: attempt.responseStatus,
    error_type: attempt.errorType,
    error_message: attempt.errorMessage,
    advice: adviceOn(errorType, attempt.responseStatus),
    stale: attempt.stale,
    delivery_status: attempt.deliveryStatus,
    tags: attempt.tags,
  };
}
