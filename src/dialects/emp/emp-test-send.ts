import { randomBytes } from 'node:crypto';
import type { ProbeService } from '../../probe/probe.service.ts';

type NativeTestSend = Awaited<ReturnType<ProbeService['testWebhook']>>;

/** "Testing Webhooks" of document 000: what is sent, word for word. */
export const TEST_EVENT = {
  event_type: 'job.submitted',
  data: JSON.stringify({ job_id: 'test_job_123', job_type: 'test', job_status: 'pending' }),
};

const SUFFIX_BYTES = 3;

/** `test_1234567890_abc123` */
export function createTestId(now: number): string {
  return `test_${Math.floor(now)}_${randomBytes(SUFFIX_BYTES).toString('hex')}`;
}

export interface EmpTestSendJson {
  readonly event_id: string;
  readonly event_type: string;
  readonly webhook_id: string;
  readonly response_status: number | null;
  readonly duration_ms: number;
}

export function toEmpTestSend(sent: NativeTestSend, webhookId: string): EmpTestSendJson {
  const { event_id, event_type, response_status, duration_ms } = sent;
  return { event_id, event_type, webhook_id: webhookId, response_status, duration_ms };
}

/** Why it failed; null where it did not. */
export function findTestFault({
  outcome,
  response_status: status,
  error_message,
}: NativeTestSend): string | null {
  if (outcome === 'succeeded') return null;
  return status === null ? (error_message ?? 'The request failed.') : `HTTP ${status}`;
}
