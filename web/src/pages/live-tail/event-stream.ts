/** A message of server-sent events, as far as this stream has parts. */
export interface StreamMessage {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/**
 * Reads server-sent events (WHATWG HTML, 9.2) from text that comes in pieces of any size. Comments are passed over; `retry` is
 * not kept, since the follower has its own pauses.
 */
export class EventStreamReader {
  private rest = '';

  /** The messages that are whole by now. */
  read(text: string): StreamMessage[] {
    // A \r at the end may be half of a \r\n, so it waits for what comes.
    const all = this.rest + text;
    const isCut = all.endsWith('\r');
    const blocks = (isCut ? all.slice(0, -1) : all).replaceAll(/\r\n?/g, '\n').split('\n\n');
    this.rest = (blocks.pop() ?? '') + (isCut ? '\r' : '');
    return blocks.flatMap(toMessage);
  }
}

function toMessage(block: string): StreamMessage[] {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === '') continue;
    const before = name === 'data' ? fields.get('data') : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  const data = fields.get('data');
  if (data === undefined) return [];
  return [{ event: fields.get('event') ?? 'message', id: fields.get('id') ?? '', data }];
}
