import { describe, expect, it } from '@jest/globals';
import * as library from '../../packages/client/src/posthorn-client.ts';
import {
  WebhookDeliveryStatus,
  WebhookError,
  WebhookErrorType,
  WebhookEventType,
  type WebhookClient,
} from '../../packages/client/src/posthorn-client.ts';
import { codeBlocksOf } from '../support/code-blocks.ts';
import { ended, useClients, verifies } from './client-harness.ts';
import { DOCUMENT, example, runExample } from './optimizer-examples.ts';

const SECRET = 'your-secret-key';
const harness = useClients();

describe('Quick Start', () => {
  it('runs as written', async () => {
    const lines: string[] = [];
    const code = example(harness.receiver.url, 'const client = new WebhookClient();');
    const console = { log: (line: string) => lines.push(line) };
    const given = await runExample(code, library, { console }, [
      'client',
      'deliveryIds',
      'delivery',
      'stats',
    ]);
    const client = harness.adopt(given.client as WebhookClient);
    const [deliveryId, ...others] = given.deliveryIds as string[];
    expect(others).toEqual([]);
    const statuses: readonly unknown[] = Object.values(WebhookDeliveryStatus);
    expect(statuses).toContain(lines[0]);
    expect(lines[1]).toMatch(/^Success rate: \d+%$/);
    const delivery = await ended(client, deliveryId);
    expect(delivery).toMatchObject({
      status: 'delivered',
      targetId: 'my-webhook',
      eventType: 'optimization.completed',
      data: { model: 'claude-3-haiku', cost: 0.05, improvement: '60%' },
      maxAttempts: 5,
    });
    const request = harness.receiver.requests.at(-1);
    expect(verifies(request, SECRET)).toBe(true);
  });
});

describe.each([
  ['Event Types', 'enum WebhookEventType {', WebhookEventType],
  ['Delivery Status', 'enum WebhookDeliveryStatus {', WebhookDeliveryStatus],
  ['Error Types', 'enum WebhookErrorType {', WebhookErrorType],
])('%s', (_title, words, actual) => {
  it('are those of the document', () => {
    const block = codeBlocksOf(DOCUMENT).find(({ code }) => code.includes(words))?.code ?? '';
    const members = [...block.matchAll(/^ {2}(\w+) = '([\w.]+)',$/gm)].map(([, name = '', value]) => [
      name,
      value,
    ]);
    expect(members.length).toBeGreaterThan(5);
    expect(actual).toMatchObject(Object.fromEntries(members) as object);
  });
});

describe('Error Handling', () => {
  it('runs as written', async () => {
    const client = harness.client();
    const lines: string[] = [];
    const scope = {
      client,
      WebhookError,
      eventType: 'not a type',
      data: {},
      console: { error: (line: string) => lines.push(line) },
    };
    await runExample(example('', 'error instanceof WebhookError'), library, scope, []);
    expect(lines).toEqual(['Webhook error: validation_error', 'Retryable: false']);
  });
});
