import { describe, expect, it } from '@jest/globals';
import { uuidFloor } from '../domain/ids.ts';
import { NO_OWN_KEEPING } from '../domain/keeping.ts';
import { reportInstallation, reportTenant } from './retention-report.ts';

const INSTALLATION = { eventDataDays: 30, attemptDataDays: 30, historyDays: 30 };
const NOON = Date.parse('2026-11-01T12:00:00Z');
const OLDEST = {
  eventId: uuidFloor(NOON),
  eventDataId: uuidFloor(NOON),
  deliveryId: uuidFloor(NOON),
  attemptDataMark: null,
};
const at = (time: string): number => Date.parse(time);

describe('reportTenant', () => {
  it('tells when whole days go, events a day later', () => {
    const items = reportTenant(NO_OWN_KEEPING, INSTALLATION, OLDEST);
    expect(items.map(({ kind, goesAt }) => [kind, goesAt])).toEqual([
      ['events', at('2026-12-03T00:00:00Z')],
      ['event_data', at('2026-12-01T12:00:00Z')],
      ['deliveries', at('2026-12-02T00:00:00Z')],
      ['attempt_data', at('2026-12-01T12:00:00Z')],
    ]);
  });

  it('tells of a tenant’s own days, and where its data has been taken', () => {
    const own = { eventDataDays: 2, attemptDataDays: 1, historyDays: 7 };
    const marked = { ...OLDEST, attemptDataMark: uuidFloor(NOON + 3_600_000) };
    expect(reportTenant(own, INSTALLATION, marked)).toMatchObject([
      { kind: 'events', days: 7, ownDays: 7, goesAt: at('2026-11-09T00:00:00Z') },
      { kind: 'event_data', days: 2, ownDays: 2, goesAt: at('2026-11-03T12:00:00Z') },
      { kind: 'deliveries', days: 7, ownDays: 7, goesAt: at('2026-11-09T00:00:00Z') },
      { kind: 'attempt_data', days: 1, ownDays: 1, goesAt: at('2026-11-02T13:00:00Z') },
    ]);
  });

  it('tells of nothing where nothing is', () => {
    const none = { eventId: null, eventDataId: null, deliveryId: null, attemptDataMark: uuidFloor(NOON) };
    for (const item of reportTenant(NO_OWN_KEEPING, INSTALLATION, none))
      expect(item).toMatchObject({ oldestAt: null, goesAt: null, days: 30, ownDays: null });
  });
});

describe('reportInstallation', () => {
  it('has an end for all but the audit log', () => {
    const keeping = { ...INSTALLATION, statsDays: { minute: 7, hour: 90, day: 730 } };
    const row = { id: null, at: new Date(NOON), estimated_rows: 5, bytes: 8_192 };
    const items = reportInstallation(keeping, [
      { ...row, name: 'minute' },
      { ...row, name: 'audit_log' },
    ]);
    expect(items.find(({ kind }) => kind === 'minute_statistics')).toEqual({
      kind: 'minute_statistics',
      days: 7,
      oldestAt: NOON,
      goesAt: at('2026-11-09T00:00:00Z'),
      estimatedRows: 5,
      bytes: 8_192,
    });
    expect(items.filter(({ days }) => days === null)).toMatchObject([
      { kind: 'audit_log', oldestAt: NOON, goesAt: null },
    ]);
  });
});
