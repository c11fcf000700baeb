import { afterAll, afterEach, beforeAll } from '@jest/globals';
import {
  WebhookClient,
  webhookSignatureService,
  type WebhookClientConfig,
  type WebhookDelivery,
} from '../../packages/client/src/posthorn-client.ts';
import { eventually } from '../support/eventually.ts';
import { startReceiver, type Answer, type ReceivedRequest, type Receiver } from '../support/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { DOCUMENT } from './optimizer-examples.ts';

const NO_CONTENT: Answer = { status: 204 };
const TOLERANCE_MS = 300_000;

/** A database and a receiver of a test file's own, for clients on loopback. */
export interface ClientHarness {
  readonly database: TestDatabase;
  readonly receiver: Receiver;
  /** A client that is stopped after its test. */
  client(config?: WebhookClientConfig): WebhookClient;
  /** The same of one that a test has made by itself. */
  adopt(client: WebhookClient): WebhookClient;
  /** What the receiver answers until the end of the test; 204 else. */
  answer(choose: (request: ReceivedRequest) => Answer): void;
}

/** Sets up and takes down with the test file; what `new WebhookClient()` reads from the environment is set too. */
export function useClients(): ClientHarness {
  const environment = { ...process.env };
  const clients: WebhookClient[] = [];
  let choose = (_request: ReceivedRequest): Answer => NO_CONTENT;
  const harness = {} as { database: TestDatabase; receiver: Receiver };
  beforeAll(async () => {
    harness.database = await createTestDatabase();
    harness.receiver = await startReceiver((request) => choose(request));
    process.env.DATABASE_URL = harness.database.url;
    process.env.POSTHORN_ALLOWED_NETWORKS = '127.0.0.0/8';
  });
  // A test that fails leaves neither connections nor targets behind for the next.
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.stop();
    await harness.database.query('delete from webhooks');
    choose = () => NO_CONTENT;
  });
  afterAll(async () => {
    process.env = environment;
    await harness.receiver.close();
    await harness.database.drop();
  });
  const adopt = (client: WebhookClient): WebhookClient => {
    clients.push(client);
    return client;
  };
  return Object.assign(harness, {
    adopt,
    client: (config: WebhookClientConfig = {}) => adopt(new WebhookClient(config)),
    answer: (given: (request: ReceivedRequest) => Answer) => {
      choose = given;
    },
  });
}

/** A line of the document that a test checks; it fails when the document does not say so. */
export function quoted(line: string): string {
  if (!DOCUMENT.includes(line)) throw new Error(`The document does not say: ${line}`);
  return line;
}

/** A delivery, once it has ended. */
export async function ended(client: WebhookClient, deliveryId = ''): Promise<WebhookDelivery> {
  return await eventually('the delivery has ended', async () => {
    const delivery = await client.getDelivery(deliveryId);
    return delivery.completedAt === null ? null : delivery;
  });
}

/** As a receiver verifies: over the bytes, and over the payload that its framework has parsed. */
export function verifies(request: ReceivedRequest | undefined, secret: string): boolean {
  if (request === undefined) throw new Error('Nothing has arrived.');
  const { headers, body } = request;
  const verdicts = [body, JSON.parse(body.toString()) as object].map((payload) =>
    webhookSignatureService.verifySignature(
      payload,
      String(headers['x-webhook-signature']),
      secret,
      String(headers['x-webhook-timestamp']),
      TOLERANCE_MS,
    ),
  );
  return verdicts.every(Boolean);
}
