import type { RenderedRequest, RenderInput } from '../../src/wire/wire-format.ts';

/**
 * Texts of JSON objects as producers may write them: 30 that break whoever verifies over JSON which was parsed and written
 * again, unless it was sent in that form.
 */
export const AWKWARD_PAYLOADS: readonly string[] = [
  '{}',
  ' { } ',
  '{"a":1}',
  '{ "a" : 1 }',
  '{\n\t"a":\r\n1}',
  '{"b":1,"a":2}',
  '{"a":1,"a":2}',
  '{"a":{"a":1,"a":[]},"a":{}}',
  '{"10":1,"9":2,"x":{"2":0,"1":0}}',
  '{"":""}',
  '{"__proto__":1}',
  '{"n":1.0}',
  '{"n":1e2}',
  '{"n":1E+2}',
  '{"n":-0}',
  '{"n":12345678901234567890}',
  '{"n":9007199254740993}',
  '{"n":0.1000000000000000055511151231257827}',
  '{"n":1e400}',
  '{"s":"Zoë"}',
  '{"s":"日本語"}',
  '{"s":"🦄"}',
  '{"s":"\\ud83e\\udd84"}',
  '{"s":"\\ud800"}',
  '{"s":"\\udc00\\ud800"}',
  '{"s":"\\u0000"}',
  '{"s":"a\\/b\\u002fc/"}',
  '{"s":"\\"\\\\\\b\\f\\n\\r\\t"}',
  '{"s":"\u2028\u2029\u007f"}',
  '{"s":"{event.id} {body}","request_id":123}',
];

/** With its beginning, by which a test is named. */
export const PAYLOAD_CASES = AWKWARD_PAYLOADS.map(
  (data) => [JSON.stringify(data.slice(0, 60)), data] as const,
);

export interface InputChange {
  readonly data?: string;
  readonly type?: string;
  readonly secrets?: readonly string[];
  readonly number?: number;
  readonly startedAt?: number;
  readonly isTest?: boolean;
}

/** An event on its way to a webhook, by the clock of verifiers unless said. */
export function inputOf(change: InputChange = {}): RenderInput {
  const { data = '{}', type = 'job.completed', secrets = [], number = 1, isTest = false } = change;
  return {
    event: { id: 'evt_01h455vb4pex5vsknk084sn02q', type, occurredAt: 1_706_790_896_789, data },
    delivery: { id: 'dlv_01h455vb4pex5vsknk084sn02q' },
    attempt: { number, startedAt: change.startedAt ?? Date.now(), isTest },
    webhook: { id: 'wh_01h455vb4pex5vsknk084sn02q' },
    secrets,
  };
}

export function headersOf(request: RenderedRequest): Record<string, string> {
  return Object.fromEntries(request.headers);
}

/** As Node's own server has them. */
export function receivedHeaders(request: RenderedRequest): Record<string, string> {
  return Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
}

export const bodyOf = (request: RenderedRequest): unknown => JSON.parse(request.body.toString('utf8'));
