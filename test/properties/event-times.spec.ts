import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { eventTimes, isWithinSchedule, SCHEDULE_AHEAD_MAX_MS } from '../../src/domain/event-times.ts';

const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
const lifetime = fc.integer({ min: 1, max: SCHEDULE_AHEAD_MAX_MS });

describe('the times of an event', () => {
  it('keep the time to deliver as it was given, however it is', () => {
    fc.assert(
      fc.property(fc.option(moment), fc.option(lifetime), moment, (deliverAt, lifetimeMs, now) => {
        return eventTimes(deliverAt, lifetimeMs, now).deliverAt === deliverAt;
      }),
    );
  });

  it('leave the whole time to live after the later of publish and delivery', () => {
    fc.assert(
      fc.property(fc.option(moment), lifetime, moment, (deliverAt, lifetimeMs, now) => {
        const { expiresAt } = eventTimes(deliverAt, lifetimeMs, now);
        return (
          expiresAt !== null &&
          expiresAt - lifetimeMs >= now &&
          expiresAt - lifetimeMs >= (deliverAt ?? now) &&
          (expiresAt - lifetimeMs === now || expiresAt - lifetimeMs === deliverAt)
        );
      }),
    );
  });

  it('have no end where none was asked for', () => {
    fc.assert(
      fc.property(fc.option(moment), moment, (at, now) => eventTimes(at, null, now).expiresAt === null),
    );
  });

  it('may be any in the past, and up to 30 days ahead', () => {
    fc.assert(
      fc.property(moment, moment, (deliverAt, now) => {
        return isWithinSchedule(deliverAt, now) === deliverAt - now <= 30 * 86_400_000;
      }),
    );
    fc.assert(fc.property(moment, (now) => isWithinSchedule(now + SCHEDULE_AHEAD_MAX_MS, now)));
    fc.assert(fc.property(moment, (now) => !isWithinSchedule(now + SCHEDULE_AHEAD_MAX_MS + 1, now)));
  });
});
