import type { TestApp } from './test-app.ts';

/** An answer to a test send, as far as tests read it. */
export interface TestSendAnswer {
  readonly event_id: string;
  readonly event_type: string;
  readonly webhook_id: string | null;
  readonly webhook_version: number | null;
  readonly outcome: string;
  readonly response_status: number | null;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly request_headers: Record<string, string>;
  readonly timings: Record<string, number | null>;
}

export async function createWebhook(
  app: TestApp,
  body: object,
  tenant = 'default',
): Promise<{ id: string; secret: string }> {
  const answer = await app.post('/api/webhooks', body).set('Posthorn-Tenant', tenant);
  if (answer.status !== 201) throw new Error(`The webhook was answered ${answer.status}: ${answer.text}`);
  return answer.body as { id: string; secret: string };
}

/** A test send that must be answered 200. */
export async function sendTest(app: TestApp, path: string, body?: unknown): Promise<TestSendAnswer> {
  const answer = await app.post(`/api/webhooks/${path}`, body);
  if (answer.status !== 200) throw new Error(`The test send was answered ${answer.status}: ${answer.text}`);
  return answer.body as TestSendAnswer;
}
