import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EveryAddress, PRIVATE, resolvesTo } from './every-address.ts';
import { requestTo } from './sending.ts';

let network: EveryAddress;

beforeAll(async () => {
  network = await EveryAddress.start();
});

afterEach(async () => {
  await network.reset();
});

afterAll(async () => {
  await network.close();
});

describe('refused targets', () => {
  it('all look alike', async () => {
    network.reply = resolvesTo(PRIVATE);
    const targets = [
      ...[`http://${PRIVATE}/`, `http://${PRIVATE}:81/`, 'https://169.254.169.254/', 'http://[fd00::1]/'],
      ...['http://localhost/', 'http://name.test/', 'http://name.test:81/', 'http://[fe80::1]:22/'],
    ];
    const transport = network.transportWith();
    const results = await Promise.all(targets.map(async (url) => transport.send(requestTo(url))));
    const looks = results.map(({ timings, ...rest }) => ({ ...rest, connectMs: timings.connectMs }));
    for (const look of looks) expect(look).toEqual(looks[0]);
    expect(looks[0]?.errorMessage).toBe('The target address is not allowed.');
  });

  it('take no longer when something listens there', async () => {
    const transport = network.transportWith();
    const medianOf = async (url: string): Promise<number> => {
      const durations: number[] = [];
      for (let round = 0; round < 101; round += 1) {
        durations.push((await transport.send(requestTo(url))).timings.totalMs);
      }
      return durations.sort((left, right) => left - right)[50] ?? Infinity;
    };
    const open = await medianOf(`http://${PRIVATE}/`);
    const shut = await medianOf(`http://${PRIVATE}:81/`);
    expect(Math.abs(open - shut)).toBeLessThan(2);
  });
});

describe('20,000 origins', () => {
  it('leave few connections open and the memory flat', async () => {
    const originsMax = 100;
    const transport = network.transportWith([], originsMax);
    let openMax = 0;
    const sendToRange = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index += 50) {
        const hosts = Array.from({ length: 50 }, (_, offset) => addressOf(index + offset));
        await Promise.all(hosts.map(async (host) => transport.send(requestTo(`http://${host}/`))));
        openMax = Math.max(openMax, network.openSocketCount);
        network.forget();
      }
    };
    await sendToRange(0, 5_000);
    const before = heapBytes();
    await sendToRange(5_000, 20_000);
    const grown = heapBytes() - before;
    // A closed connection is gone from the receiver's side a little later.
    expect(openMax).toBeLessThan(originsMax + 150);
    expect(grown).toBeLessThan(4_194_304);
  }, 120_000);
});

function addressOf(index: number): string {
  return `11.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`;
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
