import { describe, expect, it } from '@jest/globals';
import { effectiveKeeping, NO_OWN_KEEPING } from './keeping.ts';

const INSTALLATION = { eventDataDays: 20, attemptDataDays: 10, historyDays: 30 };

describe('effectiveKeeping', () => {
  it('is the installation’s for a tenant that has none of its own', () => {
    expect(effectiveKeeping(NO_OWN_KEEPING, INSTALLATION)).toEqual(INSTALLATION);
  });

  it('is a tenant’s own where that is shorter, and never longer than the installation’s', () => {
    const own = { eventDataDays: 1, attemptDataDays: 11, historyDays: 31 };
    expect(effectiveKeeping(own, INSTALLATION)).toEqual({
      eventDataDays: 1,
      attemptDataDays: 10,
      historyDays: 30,
    });
  });

  it('keeps no data longer than its row', () => {
    const own = { ...NO_OWN_KEEPING, eventDataDays: 9, historyDays: 3 };
    expect(effectiveKeeping(own, INSTALLATION)).toEqual({
      eventDataDays: 3,
      attemptDataDays: 3,
      historyDays: 3,
    });
  });
});
