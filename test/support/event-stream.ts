import { textOf } from './callers.ts';

export interface StreamMessage {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A client of a stream of server-sent events, which keeps all that comes. */
export interface EventStream {
  readonly response: Response;
  readonly messages: StreamMessage[];
  /** Lines that clients pass over. */
  readonly comments: string[];
  /** Resolves when the server has ended it in order, and rejects when it broke. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Throws for what is answered with anything but a stream. */
export async function openStream(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  if (response.status !== 200 || response.body === null) {
    throw new Error(`The stream was answered ${response.status}: ${await textOf(response)}`);
  }
  const stream = { messages: [] as StreamMessage[], comments: [] as string[] };
  const ended = readAll(response.body, stream);
  ended.catch(() => undefined);
  return {
    response,
    ...stream,
    ended,
    close: async () => {
      controller.abort();
      await ended.catch(() => undefined);
    },
  };
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  into: { readonly messages: StreamMessage[]; readonly comments: string[] },
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) keep(block.split('\n'), into);
  }
  if (rest !== '') throw new Error(`The stream ended within a message: ${rest}`);
}

function keep(
  lines: readonly string[],
  { messages, comments }: { readonly messages: StreamMessage[]; readonly comments: string[] },
): void {
  comments.push(...lines.filter((line) => line.startsWith(':')));
  const fields = new Map(lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
  const data = fields.get('data');
  if (data === undefined) return;
  messages.push({
    event: fields.get('event') ?? 'message',
    id: fields.get('id') ?? '',
    data: JSON.parse(data) as StreamMessage['data'],
  });
}
