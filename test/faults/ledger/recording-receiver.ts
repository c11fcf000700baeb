import { startReceiver } from '../../support/receiver.ts';

/** A request as a receiver of the ledger saw it. Times in ms since 1970, by this process's clock. */
export interface Arrival {
  /** As the request names it: `evt_…`. */
  readonly eventId: string;
  readonly path: string;
  readonly at: number;
  /** What it was answered. */
  readonly status: number;
  /** What the request says of the time that it was sent. */
  readonly sentAt: number;
}

export interface RecordingReceiver {
  readonly arrivals: Arrival[];
  url(path: string): string;
  close(): Promise<void>;
}

export interface ReceiverBehaviour {
  readonly delayMs: number;
  /** Every so many-th request is answered 500; 0 for none. */
  readonly failEvery?: number;
}

/** Receives for any number of webhooks, which its paths tell apart. */
export async function startRecordingReceiver({
  delayMs,
  failEvery = 0,
}: ReceiverBehaviour): Promise<RecordingReceiver> {
  const arrivals: Arrival[] = [];
  const receiver = await startReceiver(({ headers, path }, index) => {
    const status = failEvery > 0 && index % failEvery === 0 ? 500 : 204;
    arrivals.push({
      eventId: String(headers['webhook-id']),
      path,
      at: Date.now(),
      status,
      sentAt: Number(headers['webhook-timestamp']) * 1_000,
    });
    return { status, delayMs };
  });
  return {
    arrivals,
    url: (path) => receiver.url + path.slice(1),
    close: async () => {
      await receiver.close();
    },
  };
}
