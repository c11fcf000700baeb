import { describe, expect, it } from '@jest/globals';
import { SendSlots } from './send-slots.ts';

/** The signal of a client that stays. */
const stays = (): AbortSignal => new AbortController().signal;

/** Work that ends when it is told to, or fails when its signal says so. */
function openWork(): { run: (signal: AbortSignal) => Promise<string>; end: () => void } {
  const ending = new EventTarget();
  return {
    run: async (signal) =>
      await new Promise((resolve, reject) => {
        ending.addEventListener('end', () => {
          resolve('done');
        });
        signal.addEventListener('abort', () => {
          reject(new Error('interrupted'));
        });
      }),
    end: () => {
      ending.dispatchEvent(new Event('end'));
    },
  };
}

describe('the slots of test sends', () => {
  it('hold 8 of a tenant and 16 in all, and are free again afterwards', async () => {
    const slots = new SendSlots();
    const works = Array.from({ length: 16 }, openWork);
    const running = works.map(async ({ run }, index) => await slots.run(index < 8 ? 'a' : 'b', stays(), run));
    const third = slots.run('c', stays(), async () => await Promise.resolve('done'));
    await expect(third).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    works[15]?.end();
    await running[15];
    await expect(slots.run('a', stays(), openWork().run)).rejects.toMatchObject({ code: 'rate_limited' });
    expect(await slots.run('c', stays(), async () => await Promise.resolve('done'))).toBe('done');
    for (const { end } of works) end();
    expect(await Promise.all(running)).toEqual(Array<string>(16).fill('done'));
    expect(await slots.run('a', stays(), async () => await Promise.resolve('done'))).toBe('done');
  });

  it('are free again after a failure', async () => {
    const slots = new SendSlots();
    for (let count = 0; count < 20; count += 1) {
      await expect(
        slots.run('a', stays(), async () => await Promise.reject(new Error('no'))),
      ).rejects.toThrow('no');
    }
  });

  it('interrupt the work of a client that has gone, before it began or during it', async () => {
    const slots = new SendSlots();
    const client = new AbortController();
    const running = slots.run('a', client.signal, openWork().run);
    client.abort();
    await expect(running).rejects.toThrow('interrupted');
    const late = slots.run('a', client.signal, async (signal) => await Promise.resolve(signal.aborted));
    expect(await late).toBe(true);
  });
});

describe('stopping', () => {
  it('waits for what is open, and takes no more', async () => {
    const slots = new SendSlots();
    const work = openWork();
    const running = slots.run('a', stays(), work.run);
    const stopping = slots.stop(60_000);
    await expect(slots.run('b', stays(), openWork().run)).rejects.toMatchObject({ code: 'unavailable' });
    work.end();
    await stopping;
    expect(await running).toBe('done');
  });

  it('interrupts what is still open when the grace is over', async () => {
    const slots = new SendSlots();
    const outcome = slots.run('a', stays(), openWork().run).catch((error: unknown) => String(error));
    await slots.stop(10);
    expect(await outcome).toBe('Error: interrupted');
  });
});
