import { expect, it } from '@jest/globals';
import { describeRetention } from './retention.ts';

it('tells of each kind in columns, and a dash where nothing is', () => {
  const at = Date.parse('2026-11-01T12:34:56Z');
  const lines = describeRetention([
    { kind: 'events', days: 30, oldestAt: at, goesAt: at + 60_000, estimatedRows: 1_200, bytes: 1_572_864 },
    { kind: 'audit_log', days: null, oldestAt: null, goesAt: null, estimatedRows: null, bytes: null },
  ]);
  expect(lines).toEqual([
    'kind       kept     oldest             goes               rows (about)  size',
    'events     30 days  2026-11-01T12:34Z  2026-11-01T12:35Z  1200          1.5 MiB',
    'audit_log  -        -                  -                  -             -',
  ]);
});
