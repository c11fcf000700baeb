import { describe, expect, it } from '@jest/globals';
import { MessageQueue } from './message-queue.ts';

const messagesOf = (queue: MessageQueue): string[] =>
  queue.peek(100).map(({ raw }) => Buffer.concat(raw).toString());

describe('MessageQueue', () => {
  it('takes a message once, however many patterns brought it, and repetitions of it as often as they were sent', () => {
    const queue = new MessageQueue(() => undefined);
    const send = (channel: string, text: string, ...patterns: string[]): void => {
      for (const pattern of patterns) queue.put(pattern, channel, Buffer.from(text));
    };
    send('jobs:1', 'a', 'jobs:*', '*:1');
    send('jobs:1', 'a', 'jobs:*', '*:1');
    send('jobs:2', 'a', 'jobs:*');
    send('jobs:2', 'b', 'jobs:*');
    send('jobs:2', 'b', 'jobs:*');
    expect(messagesOf(queue)).toEqual(['a', 'a', 'a', 'b', 'b']);
    queue.beginConnection();
    send('jobs:2', 'b', '*');
    expect(queue.length).toBe(6);
  });

  it('asks for a pause beyond its bounds, and for no more of it at half of them', () => {
    const asked: boolean[] = [];
    const queue = new MessageQueue((isPaused) => asked.push(isPaused));
    const message = Buffer.alloc(1_048_576);
    for (let count = 0; count < 33; count += 1) queue.put('*', `c${String(count)}`, message);
    expect(asked).toEqual([true]);
    queue.drop(queue.peek(17));
    expect(asked).toEqual([true]);
    queue.drop(queue.peek(1));
    expect(asked).toEqual([true, false]);
    expect(queue.length).toBe(15);
  });
});
