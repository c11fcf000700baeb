import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { toPublicId, type Uuid } from '../../../src/domain/ids.ts';
import { newEvent, startEngine, type EngineHarness } from '../../support/engine-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/receiver.ts';
import { addDeadLetters, addReplay, createRunner } from '../../support/replay-rows.ts';

const REPLAYED = 600;
const LIVE = 3;
const IN_FLIGHT = 4;

let engine: EngineHarness;
let receiver: Receiver;
let replaying: ReturnType<typeof createRunner>;
beforeAll(async () => {
  engine = await startEngine();
  receiver = await startReceiver(() => ({ status: 204, delayMs: 10 }));
  replaying = createRunner(engine);
});
afterAll(async () => {
  await replaying.close();
  await engine.close();
  await receiver.close();
});

/** How many requests had arrived before that of an event. */
const placeOf = (eventId: Uuid): number | undefined => {
  const id = toPublicId('event', eventId);
  const place = receiver.requests.findIndex(({ headers }) => headers['webhook-id'] === id);
  return place === -1 ? undefined : place;
};

it('what is published goes before a replay of the same webhook, but for what is in flight', async () => {
  const { id } = await engine.addWebhook({ url: receiver.url, events: ['live'], maxInFlight: IN_FLIGHT });
  await addDeadLetters(engine, id, REPLAYED);
  await addReplay(engine, 'failed', 1000);
  await replaying.runner.runDue();
  engine.worker.start();
  for (let count = 0; count < LIVE; count += 1) {
    const before = receiver.requests.length;
    await eventually('the replay is under way', () => receiver.requests.length > before);
    const [published] = await engine.publisher.publish([newEvent('live', '{}')]);
    const sent = receiver.requests.length;
    const place = await eventually('the event has arrived', () => placeOf(published?.id ?? ''));
    // What was in flight, what a claim had just taken, and as much again.
    expect(place - sent).toBeLessThanOrEqual(4 * IN_FLIGHT);
    expect(place).toBeLessThan(REPLAYED);
  }
  await eventually('all is sent', () => receiver.requests.length === REPLAYED + LIVE);
});
