import { ApiError, isProblem } from '../../api/api-error.ts';
import { EventStreamReader, type StreamMessage } from './event-stream.ts';
import { pauseMs } from './pause.ts';

/** The server says something every 15 seconds; a stream that is silent for so long is broken, whatever the network says. */
const SILENCE_MAX_MS = 40_000;
/** One that held for so long was no failure: the next pause is short again. */
const STEADY_MS = 10_000;

export type FollowState =
  | { readonly kind: 'connecting' | 'open' | 'resting' }
  | { readonly kind: 'waiting'; readonly untilMs: number }
  | { readonly kind: 'refused'; readonly error: Error };

export interface Following {
  readonly url: string;
  readonly headers: () => Readonly<Record<string, string>>;
  /** The last message that is known; null to begin now. */
  readonly lastId: string | null;
  readonly onMessages: (messages: readonly StreamMessage[]) => void;
  readonly onState: (state: FollowState) => void;
}

/**
 * Reads a stream of server-sent events until the signal ends it, and comes back behind the last message when it breaks. What the
 * server refuses for good ends it too.
 */
export async function followStream(following: Following, signal: AbortSignal): Promise<void> {
  let { lastId } = following;
  const isEnded = (): boolean => signal.aborted;
  for (let failures = 0; !isEnded(); failures += 1) {
    const openedAt = performance.now();
    following.onState({ kind: 'connecting' });
    try {
      for await (const messages of readOnce(following, lastId, signal)) {
        lastId = messages.findLast(({ id }) => id !== '')?.id ?? lastId;
        following.onMessages(messages);
      }
    } catch (error) {
      if (isEnded()) return;
      if (isRefusal(error)) {
        following.onState({ kind: 'refused', error });
        return;
      }
    }
    if (isEnded()) return;
    if (performance.now() - openedAt > STEADY_MS) failures = 0;
    const ms = pauseMs(failures, Math.random());
    following.onState({ kind: 'waiting', untilMs: Date.now() + ms });
    await sleep(ms, signal);
  }
}

/** Until it ends or breaks; the first value is empty, and comes when it is open. */
async function* readOnce(
  { url, headers, onState }: Following,
  lastId: string | null,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamMessage[]> {
  const silence = new AbortController();
  const resume = lastId === null ? {} : { 'Last-Event-ID': lastId };
  const response = await fetch(url, {
    headers: { ...headers(), ...resume },
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.any([signal, silence.signal]),
  });
  if (!response.ok || response.body === null) throw await toError(response);
  onState({ kind: 'open' });
  const source = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const reader = new EventStreamReader();
  try {
    for (;;) {
      const timer = setTimeout(() => {
        silence.abort();
      }, SILENCE_MAX_MS);
      const { done, value } = await source.read().finally(() => {
        clearTimeout(timer);
      });
      if (done) return;
      const messages = reader.read(value);
      if (messages.length > 0) yield messages;
    }
  } finally {
    // Of a stream that broke there is nothing to cancel.
    await source.cancel().catch(() => undefined);
  }
}

async function toError(response: Response): Promise<Error> {
  const problem: unknown = await response.json().catch(() => null);
  return isProblem(problem) ? new ApiError(problem, response) : ApiError.unreadable(response);
}

/** Too many streams, or a server that restarts, pass; a wrong filter or a session that has ended do not. */
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
