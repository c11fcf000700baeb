import { describe, expect, it } from '@jest/globals';
import { faultAt, standingFaults } from './form-faults.ts';
import { EMPTY_FORM } from './webhook-form.ts';

const fault = (path: string): { path: string; message: string } => ({ path, message: `${path} is wrong` });

describe('faultAt', () => {
  it('finds what is wrong with a field, and within it', () => {
    const faults = [fault('events[1]'), fault('events'), fault('events_more'), fault('retry.schedule_ms')];
    expect(faultAt(faults, 'events')).toBe('[1]: events[1] is wrong; events is wrong');
    expect(faultAt(faults, 'retry')).toBe('schedule_ms: retry.schedule_ms is wrong');
    expect(faultAt(faults, 'url')).toBeNull();
  });
});

describe('standingFaults', () => {
  const faults = ['url', 'events[0]', 'rate_limit.burst', 'max_in_flight'].map(fault);

  it('are all while nothing has been changed since', () => {
    expect(standingFaults(faults, EMPTY_FORM, EMPTY_FORM)).toEqual(faults);
  });

  it.each([
    [{ url: 'https://a.example' }, 'url'],
    [{ events: 'order.paid' }, 'events[0]'],
    [{ perHour: '10' }, 'rate_limit.burst'],
    [{ maxInFlight: '2' }, 'max_in_flight'],
  ])('are without those of what has been: %j', (changed, path) => {
    expect(standingFaults(faults, EMPTY_FORM, { ...EMPTY_FORM, ...changed })).toEqual(
      faults.filter((each) => each.path !== path),
    );
  });
});
