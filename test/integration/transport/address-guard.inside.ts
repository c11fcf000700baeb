import { once } from 'node:events';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransportResult } from '../../../src/engine/transport/transport.ts';
import { EveryAddress, PRIVATE, PUBLIC, resolvesTo } from './every-address.ts';
import { HOSTILE_URLS } from './hostile-urls.ts';
import { RawReceiver, respond } from './raw-receiver.ts';
import { requestTo } from './sending.ts';

const OTHER_PUBLIC = '2606:4700::1111';

let network: EveryAddress;

async function sendOnce(url: string, allowedNetworks: readonly string[] = []): Promise<TransportResult> {
  return network.transportWith(allowedNetworks).send(requestTo(url));
}

beforeAll(async () => {
  network = await EveryAddress.start();
});

afterEach(async () => {
  await network.reset();
});

afterAll(async () => {
  await network.close();
});

describe('the network of this test', () => {
  it.each([PRIVATE, '169.254.169.254', '192.168.1.1', '100.64.0.1', 'fd00::1', '64:ff9b::a00:5', PUBLIC])(
    'accepts a connection to %s from whoever dials it',
    async (address) => {
      const socket = net.connect(80, address);
      await once(socket, 'connect');
      await once(socket.end('x'), 'close');
      expect(network.acceptedOn()).toEqual([address]);
    },
  );
});

describe('literals', () => {
  it.each([PUBLIC, `[${OTHER_PUBLIC}]`, '[::ffff:93.184.216.34]', '1572395042'])(
    'of global unicast are dialled: %s',
    async (host) => {
      expect(await sendOnce(`http://${host}/`)).toMatchObject({ status: 200, errorType: null });
      expect(network.acceptedOn()).toEqual([host.includes('2606') ? OTHER_PUBLIC : PUBLIC]);
    },
  );

  it('of every hostile spelling are not, over http or https', async () => {
    network.reply = resolvesTo(PRIVATE, 'fd00::1');
    const transport = network.transportWith();
    for (const url of HOSTILE_URLS) {
      for (const candidate of [url, url.replace(/^http:/, 'https:')]) {
        const { status, errorType } = await transport.send(requestTo(candidate, { timeoutMs: 3_000 }));
        expect([candidate, status, errorType]).toEqual([
          candidate,
          null,
          expect.stringMatching(/^(refused_address|dns_error|unknown_error)$/),
        ]);
      }
    }
    expect(network.acceptedOn()).toEqual([]);
  });

  it('in an opened range are dialled, beside metadata addresses', async () => {
    const transport = network.transportWith(['0.0.0.0/0', '::/0']);
    for (const host of [PRIVATE, '[fd00::1]', '169.254.169.253']) {
      expect((await transport.send(requestTo(`http://${host}/`))).status).toBe(200);
    }
    for (const host of ['169.254.169.254', '100.100.100.200', '[fd00:ec2::254]', '[::ffff:a9fe:a9fe]']) {
      expect((await transport.send(requestTo(`http://${host}/`))).errorType).toBe('refused_address');
    }
    expect(network.acceptedOn().sort()).toEqual([PRIVATE, '169.254.169.253', 'fd00::1']);
  });

  it('that the kernel takes elsewhere get nothing sent', async () => {
    // 0.0.0.0 and :: are opened here, and connect to loopback, which is not.
    const transport = network.transportWith(['0.0.0.0/32', '::/128']);
    for (const host of ['0.0.0.0', '[::]']) {
      expect((await transport.send(requestTo(`http://${host}/`))).errorType).toBe('refused_address');
    }
    expect(network.bytesReceived).toBe(0);
  });
});

describe('names', () => {
  it.each([
    ['one address', [PUBLIC], PUBLIC],
    ['two addresses', [PUBLIC, '1.1.1.1'], PUBLIC],
    ['both families', [OTHER_PUBLIC, PUBLIC], PUBLIC],
    ['IPv6 alone', [OTHER_PUBLIC], OTHER_PUBLIC],
    ['mapped IPv4', ['::ffff:5db8:d822'], PUBLIC],
  ])('of global unicast are dialled at the address of the answer: %s', async (_name, addresses, dialled) => {
    network.reply = resolvesTo(...addresses);
    expect(await sendOnce('http://name.test/')).toMatchObject({ status: 200, errorType: null });
    expect(network.acceptedOn()).toEqual([dialled]);
  });

  it.each([
    ['a private address', [PRIVATE]],
    ['metadata', ['169.254.169.254']],
    ['loopback', ['127.0.0.1']],
    ['unique local IPv6', ['fd00::1']],
    ['mapped private IPv4', ['::ffff:a00:5']],
    ['compatible IPv4', ['::5db8:d822']],
    ['translated IPv4', ['64:ff9b::a00:5']],
    ['a public address before a private one', [PUBLIC, PRIVATE]],
    ['a private address before a public one', [PRIVATE, PUBLIC]],
    ['a private address among many', ['1.1.1.1', PUBLIC, '8.8.8.8', '9.9.9.9', '1.0.0.1', PRIVATE]],
    ['a private address of the other family', [PUBLIC, 'fd00::1']],
    ['a private IPv4 beside public IPv6', [OTHER_PUBLIC, PRIVATE]],
    ['zero', ['0.0.0.0']],
  ])('whose answer holds %s are refused whole', async (_name, addresses) => {
    network.reply = resolvesTo(...addresses);
    for (const scheme of ['http', 'https']) {
      const result = await sendOnce(`${scheme}://name.test/`);
      expect(result).toMatchObject({ status: null, errorType: 'refused_address' });
    }
    expect(network.acceptedOn()).toEqual([]);
  });

  it('bound to another address later are judged anew at each connection', async () => {
    let questions = 0;
    network.reply = ({ family }) => {
      if (family === 6) return [];
      questions += 1;
      return questions % 2 === 1 ? [PUBLIC] : [PRIVATE];
    };
    network.answer = respond(200, '', ['Connection: close']);
    const transport = network.transportWith();
    const outcomes: (number | string | null)[] = [];
    for (let round = 0; round < 20; round += 1) {
      const result = await transport.send(requestTo('http://rebinding.test/'));
      outcomes.push(result.status ?? result.errorType);
    }
    expect(outcomes).toEqual(
      Array.from({ length: 20 }, (_, round) => (round % 2 === 0 ? 200 : 'refused_address')),
    );
    expect(network.acceptedOn()).toEqual(Array.from({ length: 10 }, () => PUBLIC));
  });

  it('bound to random answers by the hundred let nothing through', async () => {
    const pool = [PUBLIC, PRIVATE, '169.254.169.254', '127.0.0.1', '1.1.1.1', '192.168.1.1'];
    let asked = 0;
    network.reply = ({ family }) => {
      if (family === 6) return [];
      asked += 1;
      const start = asked % pool.length;
      return pool.slice(start, start + 1 + (Math.floor(asked / pool.length) % 2));
    };
    network.answer = respond(200, '', ['Connection: close']);
    const transport = network.transportWith();
    const results: TransportResult[] = [];
    for (let round = 0; round < 10; round += 1) {
      const names = Array.from({ length: 30 }, (_, index) => `http://host-${String(index)}.test/`);
      results.push(...(await Promise.all(names.map(async (url) => transport.send(requestTo(url))))));
    }
    expect(new Set(results.map((result) => result.status ?? result.errorType))).toEqual(
      new Set([200, 'refused_address']),
    );
    expect(network.refusedAcceptedOn()).toEqual([]);
    expect(network.acceptedOn()).toHaveLength(results.filter((result) => result.status === 200).length);
  });

  it('are not followed by a redirect', async () => {
    network.reply = resolvesTo(PUBLIC);
    for (const status of [301, 302, 303, 307, 308]) {
      network.answer = respond(status, '', [
        `Location: http://${PRIVATE}/`,
        `Refresh: 0; url=http://${PRIVATE}/`,
      ]);
      expect(await sendOnce('http://name.test/')).toMatchObject({ status, errorType: null });
    }
    expect(network.refusedAcceptedOn()).toEqual([]);
  });

  it('fall back to the next vetted address when one does not answer', async () => {
    // Nothing listens on this port of any address but the second.
    const second = await RawReceiver.start(respond(200), { host: '1.1.1.1', port: 8080 });
    network.reply = resolvesTo(PUBLIC, '1.1.1.1');
    const result = await sendOnce('http://name.test:8080/');
    await second.close();
    expect(result).toMatchObject({ status: 200, errorType: null });
    expect(second.acceptedOn).toEqual(['1.1.1.1']);
  });

  it('that fail on one family are dialled on the other', async () => {
    network.reply = ({ family }) => (family === 6 ? 'servfail' : [PUBLIC]);
    expect(await sendOnce('http://name.test/')).toMatchObject({ status: 200 });
  });

  it.each(['nxdomain', 'servfail'] as const)('without an address are dns errors: %s', async (outcome) => {
    network.reply = () => outcome;
    expect(await sendOnce('http://name.test/')).toMatchObject({ status: null, errorType: 'dns_error' });
  });

  it('of localhost are never asked for', async () => {
    network.reply = resolvesTo(PUBLIC);
    for (const host of ['localhost', 'a.localhost', 'localhost.', 'LOCALHOST']) {
      expect((await sendOnce(`http://${host}/`)).errorType).toBe('refused_address');
    }
    expect(network.questions.filter((question) => question.name.includes('localhost'))).toEqual([]);
    expect(await sendOnce('http://a.localhost/', ['127.0.0.0/8'])).toMatchObject({ status: 200 });
    expect(network.acceptedOn()).toEqual(['127.0.0.1']);
  });
});
