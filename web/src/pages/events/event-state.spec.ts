import { expect, it } from '@jest/globals';
import { eventState } from './event-state.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const BEFORE = '2026-01-31T11:00:00.000Z';
const AFTER = '2026-01-31T13:00:00.000Z';
const PLAIN = { erased_at: null, cancelled_at: null, deliver_at: null, expires_at: null };

it.each([
  [{}, null],
  [{ deliver_at: BEFORE, expires_at: AFTER }, null],
  [{ deliver_at: AFTER }, 'Scheduled'],
  [{ expires_at: BEFORE }, 'Expired'],
  [{ data: null }, 'Data outlived'],
  [{ cancelled_at: BEFORE, deliver_at: AFTER }, 'Cancelled'],
  [{ erased_at: BEFORE, cancelled_at: BEFORE, data: null }, 'Erased'],
  [{ refusal: { reason: 'invalid_data' as const, errors: [] } }, 'Refused'],
  [{ refusal: null, data: {} }, null],
])('an event with %j is %s', (event, label) => {
  expect(eventState({ ...PLAIN, ...event }, NOW)?.label ?? null).toBe(label);
});
