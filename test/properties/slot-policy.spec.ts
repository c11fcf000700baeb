import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlotPolicy } from '../../src/engine/dispatch/slot-policy.ts';
import { FIRST_WINDOW } from '../../src/engine/dispatch/webhook-pace.ts';
import { limitOf, type QueuedWebhook } from '../../src/engine/queue/claim-limits.ts';

const QUICK = { durationMs: 20, isTimeout: false, isSuccess: true };
const TIMEOUT = { durationMs: 15_000, isTimeout: true, isSuccess: false };

/** Takes as many of each webhook as it may, in turns, until nobody may; answers how many each holds. */
function fill(policy: SlotPolicy, webhooks: readonly QueuedWebhook[], now: number): Map<string, number> {
  let isTaking = true;
  while (isTaking) {
    isTaking = false;
    for (const webhook of webhooks) {
      if (policy.roomOf(webhook, now) === 0) continue;
      policy.take(webhook.id, webhook.tenantId, now);
      isTaking = true;
    }
  }
  return new Map(policy.byWebhook);
}

/** Everything that a webhook holds ends. */
function endAll(policy: SlotPolicy, { id, tenantId }: QueuedWebhook, end: typeof QUICK, now: number): void {
  const held = policy.byWebhook.get(id) ?? 0;
  for (let count = 0; count < held; count += 1) {
    policy.noteEnd(id, end);
    policy.give(id, tenantId, now);
  }
}

function webhooksOf(count: number, name: string, maxInFlight = 64, tenantId = 't'): QueuedWebhook[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, tenantId, maxInFlight }));
}

const sum = (held: ReadonlyMap<string, number>, webhooks: readonly QueuedWebhook[]): number =>
  webhooks.reduce((total, { id }) => total + (held.get(id) ?? 0), 0);

const step = fc.record({
  webhook: fc.nat(11),
  what: fc.constantFrom('take', 'quick', 'timeout', 'unrecorded', 'silence', 'forget'),
  passedMs: fc.integer({ min: 0, max: 20_000 }),
});

interface Scene {
  readonly slots: number;
  readonly webhooks: readonly QueuedWebhook[];
  readonly wantedAt: Map<string, number>;
  readonly now: number;
}

/** Takes a slot where there is room, and checks the caps that it may not pass by that. */
function takeWithin(policy: SlotPolicy, webhook: QueuedWebhook, scene: Scene): void {
  const { slots, webhooks, wantedAt, now } = scene;
  const { id, tenantId, maxInFlight } = webhook;
  wantedAt.set(tenantId, now);
  if (policy.roomOf(webhook, now) === 0) return;
  policy.take(id, tenantId, now);
  expect(policy.byWebhook.get(id)).toBeLessThanOrEqual(maxInFlight);
  const otherAt = wantedAt.get(tenantId === 'a' ? 'b' : 'a');
  if (otherAt === undefined || now - otherAt > 5_000) return;
  const ofTenant = webhooks.filter((each) => each.tenantId === tenantId);
  expect(sum(policy.byWebhook, ofTenant)).toBeLessThanOrEqual(Math.max(1, Math.floor(slots / 2)));
}

function happen(policy: SlotPolicy, { id, tenantId }: QueuedWebhook, what: string, now: number): void {
  if (what === 'forget') policy.forgetIdle(now);
  else if (what === 'silence') policy.noteSilence(id);
  else if (policy.byWebhook.has(id)) {
    if (what !== 'unrecorded') policy.noteEnd(id, what === 'quick' ? QUICK : TIMEOUT);
    policy.give(id, tenantId, now);
  }
}

describe('the policy of slots', () => {
  it('never lets anything go beyond its cap, whatever happens in which order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(step, { maxLength: 400 }), (slots, steps) => {
        const policy = new SlotPolicy(slots);
        const webhooks = [...webhooksOf(6, 'a', 5, 'a'), ...webhooksOf(6, 'b', 64, 'b')];
        const wantedAt = new Map<string, number>();
        let now = 0;
        for (const { webhook: index, what, passedMs } of steps) {
          const webhook = webhooks[index];
          if (webhook === undefined) return;
          now += passedMs;
          if (what === 'take') takeWithin(policy, webhook, { slots, webhooks, wantedAt, now });
          else happen(policy, webhook, what, now);
          expect(sum(policy.byWebhook, webhooks)).toBeLessThanOrEqual(slots);
          expect(policy.free).toBe(slots - sum(policy.byWebhook, webhooks));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets a webhook that answers well reach its own limit, alone and soon', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 2_000 }), (limit, slots) => {
        const policy = new SlotPolicy(slots);
        const [webhook] = webhooksOf(1, 'w', limit);
        if (webhook === undefined) return;
        for (let round = 0; round < 9; round += 1) {
          fill(policy, [webhook], round);
          endAll(policy, webhook, QUICK, round);
        }
        expect(fill(policy, [webhook], 10).get(webhook.id)).toBe(Math.min(limit, slots));
      }),
    );
  });

  it('leaves half of the slots to those that answer, however many hang', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8 * FIRST_WINDOW, max: 2_000 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        (slots, hung, slow) => {
          const policy = new SlotPolicy(slots);
          const healthy = webhooksOf(20, 'healthy', 1_000);
          const bad = [...webhooksOf(hung, 'hung'), ...webhooksOf(slow, 'slow')];
          for (const webhook of healthy) {
            policy.take(webhook.id, webhook.tenantId, 0);
            endAll(policy, webhook, QUICK, 0);
          }
          expect(sum(fill(policy, bad, 1), bad)).toBeLessThanOrEqual(slots / 2);
          for (const webhook of bad) if (webhook.id.startsWith('slow')) endAll(policy, webhook, TIMEOUT, 2);
          expect(sum(fill(policy, bad, 3), bad)).toBeLessThanOrEqual(slots / 2);
          const held = fill(policy, healthy, 4);
          for (const webhook of healthy) expect(held.get(webhook.id)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives 50 hung and 50 slow webhooks no more than eight at first, then one each', () => {
    const policy = new SlotPolicy(2_000);
    const bad = webhooksOf(100, 'bad');
    const held = fill(policy, bad, 0);
    expect(Math.max(...held.values())).toBeLessThanOrEqual(FIRST_WINDOW);
    expect(held.size).toBe(100); // fewer each as room becomes short, but some for all
    expect(sum(held, bad)).toBeLessThanOrEqual(800);
    for (const webhook of bad) policy.noteSilence(webhook.id);
    for (const webhook of bad) endAll(policy, webhook, TIMEOUT, 15_000);
    expect(sum(fill(policy, bad, 15_001), bad)).toBe(100);
  });

  it('gives a tenant all while it is alone, and half while another wants some', () => {
    const policy = new SlotPolicy(100);
    const [flood, other] = [webhooksOf(10, 'f', 64, 'flood'), webhooksOf(1, 'o', 64, 'other')];
    for (const webhook of [...flood, ...other]) {
      policy.take(webhook.id, webhook.tenantId, 0);
      endAll(policy, webhook, QUICK, 0);
    }
    expect(sum(fill(policy, flood, 0), flood)).toBe(50);
    expect(sum(fill(policy, flood, 5_001), flood)).toBe(80); // by their windows: the other has wanted nothing for 5 s
    for (const webhook of flood) endAll(policy, webhook, QUICK, 5_001);
    const [wanting] = other;
    if (wanting === undefined) throw new Error('no other');
    expect(policy.roomOf(wanting, 6_000)).toBeGreaterThan(0);
    expect(sum(fill(policy, flood, 6_001), flood)).toBe(50);
  });

  it('tells a claim the same as it tells a publish', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(step, { maxLength: 100 }), (slots, steps) => {
        const policy = new SlotPolicy(slots);
        const webhooks = [...webhooksOf(6, 'a', 5, 'a'), ...webhooksOf(6, 'b', 64, 'b')];
        for (const webhook of webhooks) policy.roomOf(webhook, 0); // both tenants have been seen
        for (const { webhook: index, what } of steps) {
          const webhook = webhooks[index];
          if (webhook === undefined) return;
          if (what === 'timeout') policy.noteEnd(webhook.id, TIMEOUT);
          else if (what === 'quick') policy.noteEnd(webhook.id, QUICK);
          else if (policy.roomOf(webhook, 0) > 0) policy.take(webhook.id, webhook.tenantId, 0);
        }
        const limits = policy.claimLimits(200, 0);
        for (const webhook of webhooks) {
          const told = Math.min(limitOf(webhook, limits), policy.free);
          expect([webhook.id, told]).toEqual([webhook.id, policy.roomOf(webhook, 0)]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
