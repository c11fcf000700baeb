import { describe, expect, it } from '@jest/globals';
import * as library from '../../packages/client/src/posthorn-client.ts';
import {
  WebhookError,
  WebhookSignatureService,
  webhookSignatureService,
} from '../../packages/client/src/posthorn-client.ts';
import { AWKWARD_PAYLOADS, PAYLOAD_CASES } from '../support/wire-inputs.ts';
import { ended, quoted, useClients, verifies } from './client-harness.ts';
import { example, runExample } from './optimizer-examples.ts';

const SECRET = 'your-secret-key';
const harness = useClients();

describe('Payload Signing', () => {
  quoted('All webhooks are signed with HMAC-SHA256:');
  const code = example('', 'generateSignature(payload, secret)', 'verifySignature(');

  it('runs as written', async () => {
    const scope = { payload: { cost: 0.05 }, secret: SECRET };
    const { signature, isValid } = await runExample(code, library, scope, ['signature', 'isValid']);
    expect(isValid).toBe(true);
    expect(signature).toMatchObject({ signature: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
  });

  it.each(PAYLOAD_CASES)('verifies what arrives, every payload: %s', async (_start, data) => {
    const client = harness.client();
    await client.registerTarget({ id: 'signed', name: 'Signed', url: harness.receiver.url, secret: SECRET });
    await client.start();
    const before = harness.receiver.requests.length;
    const [deliveryId] = await client.send('signing.checked', JSON.parse(data) as object);
    await ended(client, deliveryId);
    const [request] = harness.receiver.requests.slice(before);
    expect(verifies(request, SECRET)).toBe(true);
    expect(verifies(request, 'another')).toBe(false);
  });

  it('was tried over thirty payloads', () => {
    expect(AWKWARD_PAYLOADS).toHaveLength(30);
  });
});

describe('Security Features', () => {
  const now = Date.now();
  const signed = webhookSignatureService.generateSignature({ a: 1 }, SECRET, now);

  it(quoted('**Replay Attack Prevention**: Timestamp validation'), () => {
    const at = (timestamp: number) => webhookSignatureService.generateSignature({ a: 1 }, SECRET, timestamp);
    const verify = ({ signature, timestamp }: typeof signed, toleranceMs?: number) =>
      webhookSignatureService.verifySignature({ a: 1 }, signature, SECRET, timestamp, toleranceMs);
    expect(verify(at(Date.now() - 290_000))).toBe(true);
    expect(verify(at(Date.now() - 301_000))).toBe(false);
    expect(verify(at(Date.now() + 310_000))).toBe(false);
    expect(verify(at(Date.now() - 301_000), 600_000)).toBe(true);
    // Another time than the one that was signed.
    expect(verify({ ...signed, timestamp: now - 1 })).toBe(false);
    expect(verify(signed, Number.NaN)).toBe(false);
  });

  it(quoted('**Timing Attack Prevention**: Constant-time comparison'), () => {
    const verify = (
      signature: unknown,
      secret: unknown = SECRET,
      timestamp: unknown = now,
      payload: unknown = { a: 1 },
    ) =>
      webhookSignatureService.verifySignature(
        payload as object,
        signature as string,
        secret as string,
        timestamp as number,
      );
    expect(verify(signed.signature)).toBe(true);
    const flipped = signed.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    const strange = [
      '',
      'x',
      'é'.repeat(64),
      signed.signature.slice(1),
      `${signed.signature}0`,
      null,
      undefined,
      7,
    ];
    for (const other of [flipped, ...strange]) expect(verify(other)).toBe(false);
    for (const secret of ['', null, 7]) expect(verify(signed.signature, secret)).toBe(false);
    for (const timestamp of ['', ' ', 'soon', '-1', null, Infinity]) {
      expect(verify(signed.signature, SECRET, timestamp)).toBe(false);
    }
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const payload of [circle, null]) expect(verify(signed.signature, SECRET, now, payload)).toBe(false);
  });

  it(quoted('**Secret Rotation**: Dual secret verification during rotation'), () => {
    const verify = (secrets: readonly string[]) =>
      webhookSignatureService.verifySignatureWithRotation({ a: 1 }, signed.signature, secrets, now);
    expect(verify(['new', SECRET])).toBe(true);
    expect(verify([SECRET, 'old'])).toBe(true);
    expect(verify(['new', 'old'])).toBe(false);
    expect(verify([])).toBe(false);
  });

  it(quoted('**Secure Random**: 256-bit cryptographic secret generation'), async () => {
    const { secret } = await runExample(example('', 'generateSecret()'), library, {}, ['secret']);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Array.from({ length: 100 }, () => WebhookSignatureService.generateSecret())).size).toBe(
      100,
    );
  });

  it('signs with nothing less than a secret', () => {
    expect(() => webhookSignatureService.generateSignature({}, '')).toThrow(
      expect.objectContaining({ type: 'signature_error', retryable: false }),
    );
    expect(() => webhookSignatureService.generateSignature({ n: 1n }, SECRET)).toThrow(WebhookError);
  });

  it('lets a new secret take over: the one before signs beside it', async () => {
    const client = harness.client();
    await client.registerTarget({
      id: 'rotated',
      name: 'Rotated',
      url: harness.receiver.url,
      secret: 'first',
    });
    await client.updateTarget('rotated', { secret: 'second' });
    await client.start();
    const [deliveryId] = await client.send('signing.rotated', { a: 1 });
    await ended(client, deliveryId);
    const request = harness.receiver.requests.at(-1);
    const { 'x-webhook-signature': current, 'x-webhook-signature-previous': previous } =
      request?.headers ?? {};
    const verify = (signature: unknown, secret: string) =>
      webhookSignatureService.verifySignature(
        request?.body ?? '',
        String(signature),
        secret,
        String(request?.headers['x-webhook-timestamp']),
      );
    expect([verify(current, 'second'), verify(previous, 'first'), verify(current, 'first')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
