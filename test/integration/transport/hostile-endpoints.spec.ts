import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import type { Transport } from '../../../src/engine/transport/transport.ts';
import { eventually } from '../../support/eventually.ts';
import { HOSTILE_BEHAVIOURS } from './hostile-behaviours.ts';
import { HostileServer } from './hostile-servers.ts';
import { requestTo } from './sending.ts';

/** Of what ends only at its deadline; the others would be found waiting for theirs. */
const SHORT_DEADLINE_MS = 400;
const LONG_DEADLINE_MS = 20_000;
/** The machine may be busy. */
const SLACK_MS = 5_000;
const BODY_BYTES_MAX = 16_384;

let transport: Transport;
beforeAll(() => {
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8'] });
});
afterAll(async () => {
  await transport.close();
});

describe('an endpoint that is hostile', () => {
  it.each(HOSTILE_BEHAVIOURS)('by $name ends as it should, and in time', async (behaviour) => {
    const { serve, ending, isSecure } = behaviour;
    const { isAtDeadline, ...outcome } = ending;
    const server = await HostileServer.start(serve);
    const timeoutMs = isAtDeadline ? SHORT_DEADLINE_MS : LONG_DEADLINE_MS;
    const result = await transport.send(requestTo(server.url(isSecure ? 'https' : 'http'), { timeoutMs }));
    expect(result).toMatchObject(outcome);
    expect(result.errorMessage === null).toBe(ending.errorType === null);
    expect(result.body.length).toBeLessThanOrEqual(BODY_BYTES_MAX);
    const { totalMs } = result.timings;
    expect(totalMs).toBeLessThan(isAtDeadline ? timeoutMs + SLACK_MS : timeoutMs - SLACK_MS);
    if (isAtDeadline) expect(totalMs).toBeGreaterThanOrEqual(timeoutMs - 5);
    if (ending.isBodyTruncated || ending.status === null) {
      server.resume();
      await eventually('its socket is dropped', () => server.openSockets.size === 0);
    }
    expect(server.acceptedCount).toBe(1);
    await server.close();
  });
});
