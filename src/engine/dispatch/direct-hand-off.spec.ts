import { beforeEach, describe, expect, it } from '@jest/globals';
import type { WebhookSnapshot } from '../fan-out/webhook-snapshot.ts';
import { Backlog } from '../queue/backlog.ts';
import type { ClaimedDelivery } from '../queue/claimed-delivery.ts';
import { DirectHandOff } from './direct-hand-off.ts';
import { Slots } from './slots.ts';

const WEBHOOK = {
  id: 'w',
  tenantId: 't',
  maxInFlight: 1,
  isPaused: false,
  isHeldBack: false,
} as unknown as WebhookSnapshot;

describe('a delivery that has to wait', () => {
  let backlog: Backlog;
  let handOff: DirectHandOff;
  beforeEach(() => {
    backlog = new Backlog();
    const start = (_delivery: ClaimedDelivery): void => undefined;
    handOff = new DirectHandOff({ slots: new Slots(10), backlog, leaseMs: 1_000, start, giveBack: start });
    handOff.open();
  });

  const lookAtQueue = (): void => {
    const look = { covers: () => true, limitOf: () => 1, claimed: [] };
    backlog.endLook({ number: backlog.startLook(), ...look });
  };

  it('is not overtaken by a later one, though its slot was freed and the queue looked at before its commit', () => {
    const first = handOff.begin();
    expect(first.take(WEBHOOK)).toBe(true);
    const second = handOff.begin();
    expect(second.take(WEBHOOK)).toBe(false);
    first.settle([]);
    lookAtQueue();
    second.settle([]);
    expect(handOff.begin().take(WEBHOOK)).toBe(false);
    // Only a look that began after the commit tells that nothing waits.
    lookAtQueue();
    expect(handOff.begin().take(WEBHOOK)).toBe(true);
  });

  it('of a paused webhook is no reason to look', () => {
    const reservation = handOff.begin();
    expect(reservation.take({ ...WEBHOOK, isPaused: true })).toBe(false);
    reservation.settle([]);
    expect(backlog.isEmpty).toBe(true);
  });
});
