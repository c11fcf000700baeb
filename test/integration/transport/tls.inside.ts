import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from '../../../src/engine/transport/undici-transport.ts';
import type { Transport, TransportResult } from '../../../src/engine/transport/transport.ts';
import { NameServer } from './name-server.ts';
import { RawReceiver, respond } from './raw-receiver.ts';
import { requestTo } from './sending.ts';

/** Started by tls.spec.ts with the test authority trusted, verification switched off and proxy variables set. */
let transport: Transport;
let nameServer: NameServer;
const receivers: RawReceiver[] = [];

function pem(name: string): Buffer {
  return readFileSync(new URL(`./certificates/${name}`, import.meta.url));
}

async function receiverWith(
  certificate: string,
  options: tls.TlsOptions = {},
  host = '127.0.0.1',
): Promise<RawReceiver> {
  const receiver = await RawReceiver.start(respond(200, 'ok'), {
    host,
    tls: { key: pem('server.key'), cert: pem(certificate), ...options },
  });
  receivers.push(receiver);
  return receiver;
}

async function sendTo(receiver: RawReceiver, host: string): Promise<TransportResult> {
  return transport.send(requestTo(receiver.url('/', host)));
}

beforeAll(async () => {
  nameServer = await NameServer.start((question) => (question.family === 4 ? ['127.0.0.1'] : []));
  transport = createTransport({ allowedNetworks: ['127.0.0.0/8'], dnsServers: [nameServer.address] });
});

afterAll(async () => {
  await transport.close();
  await nameServer.close();
  await Promise.all(receivers.map(async (receiver) => receiver.close()));
});

describe('the environment of this test', () => {
  it('does switch verification off for whoever follows it', async () => {
    const receiver = await receiverWith('self-signed.pem');
    const socket = tls.connect({ host: '127.0.0.1', port: receiver.port });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(false);
    socket.destroy();
  });
});

describe('a certificate', () => {
  it('of a trusted authority for this name is accepted, and the connection used again', async () => {
    const receiver = await receiverWith('valid.pem');
    const first = await sendTo(receiver, 'good.test');
    const second = await sendTo(receiver, 'good.test');
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.timings).toMatchObject({
      dnsMs: expect.any(Number),
      connectMs: expect.any(Number),
      tlsMs: expect.any(Number),
    });
    expect(second.timings).toMatchObject({ dnsMs: null, connectMs: null, tlsMs: null });
    expect(receiver.acceptedOn).toHaveLength(1);
  });

  it.each(['good.test.', 'GOOD.test', '127.0.0.1'])('holds for the spelling %s too', async (host) => {
    const receiver = await receiverWith('valid.pem');
    expect(await sendTo(receiver, host)).toMatchObject({ status: 200, errorType: null });
  });

  it.each([
    ['self-signed.pem', 'good.test', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['expired.pem', 'good.test', 'CERT_HAS_EXPIRED'],
    ['valid.pem', 'other.test', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['valid.pem', '127.0.0.2', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%s for %s is a TLS error, and nothing is sent', async (certificate, host, code) => {
    const receiver = await receiverWith(certificate, {}, host.endsWith('.test') ? '127.0.0.1' : host);
    const result = await sendTo(receiver, host);
    expect(result).toMatchObject({ status: null, errorType: 'tls_error' });
    expect(result.errorMessage).toBe(`The TLS handshake failed (${code}).`);
    expect(receiver.requests).toEqual([]);
  });
});

describe('the protocol', () => {
  it('is TLS 1.2 or newer, whatever the process allows', async () => {
    const old = await receiverWith('valid.pem', {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    expect(await sendTo(old, 'good.test')).toMatchObject({ status: null, errorType: 'tls_error' });
    // Whoever follows the process's settings does get through.
    const socket = tls.connect({ host: '127.0.0.1', port: old.port });
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe('TLSv1.1');
    socket.destroy();
    const enough = await receiverWith('valid.pem', { maxVersion: 'TLSv1.2' });
    expect(await sendTo(enough, 'good.test')).toMatchObject({ status: 200 });
  });

  it('is HTTP/1.1 even where HTTP/2 is offered', async () => {
    const receiver = await receiverWith('valid.pem', { ALPNProtocols: ['h2', 'http/1.1'] });
    expect(await sendTo(receiver, 'good.test')).toMatchObject({ status: 200 });
  });

  it('is missing where the receiver speaks plain HTTP', async () => {
    // It never sees a request, only the bytes of a ClientHello.
    const plain = createServer((socket) =>
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad\r\n\r\n'),
    );
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    const result = await transport.send(requestTo(`https://good.test:${String(port)}/`));
    plain.close();
    expect(result).toMatchObject({ status: null, errorType: 'tls_error' });
  });
});
