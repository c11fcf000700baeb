import type { AxiosResponse } from 'axios';
import { createApiClient } from '../../support/api-client.ts';
import { errorCode } from '../../../src/engine/database-errors.ts';

const ACCEPTED = 202;
/** Requests that wait for their answer at once: beyond it, publishers hold back. */
const OUTSTANDING_MAX = 64;
/** Of every so many requests, one is a batch. */
const BATCH_EVERY = 10;
const BATCH_SIZE = 5;
/** Beyond the API's own patience with a database that does not answer. */
const PATIENCE_MS = 25_000;

/** Publishers that go on and on, whatever happens. */
export interface Traffic {
  /** Events of which the answer said that they are accepted. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often each other answer came: a status, or the error's code where there was none. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Resolves when every request has been answered or given up. */
  stop(): Promise<void>;
}

/** @param baseUrls of those that can be published through now; one after another is */
export function startTraffic(baseUrls: () => readonly string[], requestsPerSecond: number): Traffic {
  const acknowledged = new Set<string>();
  const refusals = new Map<string, number>();
  const outstanding = new Set<Promise<void>>();
  let number = 0;
  const send = (): void => {
    const urls = baseUrls();
    const url = urls[number % urls.length];
    if (url === undefined || outstanding.size >= OUTSTANDING_MAX) return;
    number += 1;
    const request = publish(url, number)
      .then((ids) => {
        for (const id of ids) acknowledged.add(id);
      })
      .catch((error: unknown) => {
        const reason = error instanceof Refusal ? error.message : (errorCode(error) ?? String(error));
        refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      })
      .finally(() => outstanding.delete(request));
    outstanding.add(request);
  };
  const timer = setInterval(send, 1_000 / requestsPerSecond);
  return {
    acknowledged,
    refusals,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(outstanding);
    },
  };
}

/** An answer other than that the events are accepted; its message is the status. */
class Refusal extends Error {}

async function publish(baseUrl: string, number: number): Promise<string[]> {
  const api = createApiClient(baseUrl);
  const options = { signal: AbortSignal.timeout(PATIENCE_MS) };
  const event = { type: 'fault', data: { number } };
  if (number % BATCH_EVERY === 0) {
    const events = Array.from({ length: BATCH_SIZE }, () => event);
    const answer = await api.post<{ data: { id: string }[] }>('/api/events/batch', { events }, options);
    return accepted(answer).data.map(({ id }) => id);
  }
  return [accepted(await api.post<{ id: string }>('/api/events', event, options)).id];
}

function accepted<Body>({ status, data }: AxiosResponse<Body>): Body {
  if (status !== ACCEPTED) throw new Refusal(String(status));
  return data;
}
