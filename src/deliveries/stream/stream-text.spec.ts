import { describe, expect, it } from '@jest/globals';
import { IdGenerator } from '../../domain/ids.ts';
import { toEventStream } from './stream-text.ts';
import type { StreamedAttempt } from './streamed-attempt.ts';

const ids = new IdGenerator(() => Date.UTC(2026, 0, 31));
const attempt = (eventType: string): StreamedAttempt => ({
  id: ids.next(),
  deliveryId: ids.next(),
  webhookId: ids.next(),
  eventId: ids.next(),
  eventType,
  tags: ['two\nlines', '\u2028'],
  number: 1,
  startedAt: new Date(0),
  durationMs: 1,
  outcome: 'failed',
  responseStatus: null,
  errorType: 'dns_error',
  errorMessage: 'two\r\nlines',
  stale: false,
  deliveryStatus: 'retrying',
});

/** What is written for each look at the table, a second apart. */
async function write(looks: readonly (readonly StreamedAttempt[])[]): Promise<string[]> {
  let seconds = 0;
  async function* feed(): AsyncGenerator<readonly StreamedAttempt[]> {
    for (const look of looks) {
      seconds += 1;
      yield await Promise.resolve(look);
    }
  }
  const written: string[] = [];
  const isWanted = ({ eventType }: StreamedAttempt): boolean => eventType === 'wanted';
  const now = (): number => seconds * 1_000;
  for await (const text of toEventStream(feed(), { isWanted, heartbeatMs: 3_000, now })) written.push(text);
  return written;
}

describe('a stream', () => {
  it('begins with what proxies pass on at once, and when to come back', async () => {
    expect(await write([])).toEqual([': attempts from now on\nretry: 2000\n\n']);
  });

  it('has one line of data a message, whatever the attempt holds', async () => {
    const [, text = ''] = await write([[attempt('wanted')]]);
    expect(text).toMatch(/^event: attempt\nid: att_\w{26}\ndata: \{[^\n\r]+\}\n\n$/);
    const data = JSON.parse(/data: ([^\n]*)/.exec(text)?.[1] ?? '') as object;
    expect(data).toMatchObject({ tags: ['two\nlines', '\u2028'], error_message: 'two\r\nlines' });
  });

  it('shows that it lives while nothing that is wanted comes', async () => {
    const other = [attempt('other')];
    const written = await write([other, [], other, [], [attempt('wanted')], [], [], [], []]);
    expect(written.map((text) => text.split('\n')[0])).toEqual([
      ': attempts from now on',
      ': nothing new',
      'event: attempt',
      ': nothing new',
    ]);
  });
});
