import { expect } from '@jest/globals';
import type { TestApp } from './test-app.ts';

export interface Inbox {
  readonly id: string;
  readonly url: string;
  readonly failures_left: number;
  readonly received_count: number;
  readonly expires_at: string;
}

export interface KeptRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly body_encoding: string;
  readonly body_bytes: number;
  readonly body_truncated: boolean;
  readonly response_status: number;
}

export async function makeInbox(app: Pick<TestApp, 'post'>, body: object = {}): Promise<Inbox> {
  const made = await app.post('/api/inboxes', body);
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  return made.body as Inbox;
}

/** The newest first. */
export async function keptIn(
  app: Pick<TestApp, 'get'>,
  { id }: Pick<Inbox, 'id'>,
): Promise<readonly KeptRequest[]> {
  return ((await app.get(`/api/inboxes/${id}/requests`)).body as { data: KeptRequest[] }).data;
}
