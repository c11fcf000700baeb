import { describe, expect, it } from '@jest/globals';
import { IdGenerator, toPublicId } from '../../../src/domain/ids.ts';
import { faultBetween, type Fault } from './fault.ts';
import { judge, type LedgerRows, type Sightings } from './ledger.ts';
import type { LedgerReport } from './ledger-report.ts';
import type { DeliveryTally } from './ledger-rows.ts';
import type { Arrival } from './recording-receiver.ts';

const ID = new IdGenerator(() => 1_795_000_000_000).next();
const EVENT = toPublicId('event', ID);
const PATH = '/first';
const KEY = `${EVENT} ${PATH}`;

const DELIVERED: DeliveryTally = {
  event_id: ID,
  url: `http://127.0.0.1:1${PATH}`,
  status: 'delivered',
  attempt_count: 1,
  published_ms: 1_000,
  completed_ms: 2_000,
  recorded: 1,
  answered: 1,
  counted: 1,
  succeeded: 1,
};
const TAKEN: Arrival = { eventId: EVENT, path: PATH, at: 1_500, status: 204, sentAt: 1_500 };
const ROWS: LedgerRows = { stored: [EVENT], tallies: [DELIVERED], overwrites: [], open: 0 };
const SEEN: Sightings = { acknowledged: new Set([EVENT]), arrivals: [TAKEN], faults: [], paths: [PATH] };

describe('the ledger', () => {
  it('finds nothing where every acknowledged event arrived once and is recorded once', () => {
    expect(judge(ROWS, SEEN)).toEqual({
      published: 1,
      received: 1,
      lost: 0,
      neverPublished: 0,
      duplicated: 0,
      duplicatesAllowed: 0,
      recoveryMs: [],
      unexplained: [],
      violations: [],
    });
  });

  it('tells what is lost: it was never taken, whatever the database says', () => {
    const report = judge(ROWS, { ...SEEN, arrivals: [{ ...TAKEN, status: 500 }] });
    expect(report).toMatchObject({ lost: 1, received: 0 });
    expect(report.violations).toEqual([`lost: ${KEY}`]);
  });

  it('tells what was never published: acknowledged, and no delivery is there', () => {
    const report = judge({ ...ROWS, stored: [], tallies: [] }, { ...SEEN, arrivals: [] });
    expect(report).toMatchObject({ lost: 1, neverPublished: 1 });
    expect(report.violations).toContain(`never published: ${EVENT}`);
  });

  it('takes a repetition for what it is, unless the delivery was in flight at a fault', () => {
    const arrivals = [TAKEN, { ...TAKEN, at: 11_500 }];
    const rows = { ...ROWS, tallies: [{ ...DELIVERED, completed_ms: 11_600 }] };
    const unexplained = [`${KEY}: repeated 1 times, and it was in flight at 0 faults`];
    const unrecorded = [`${KEY}: 1 requests without a record, and it was in flight at 0 faults`];
    const judgeAfter = (fault: Fault): LedgerReport => judge(rows, { ...SEEN, arrivals, faults: [fault] });
    expect(judge(rows, { ...SEEN, arrivals })).toMatchObject({ unexplained, violations: unrecorded });
    expect(judgeAfter(faultBetween(500, 500))).toMatchObject({ unexplained, violations: unrecorded });
    const clean = faultBetween(1_600, 1_600, { mayRepeat: false });
    expect(judgeAfter(clean)).toMatchObject({ unexplained, violations: unrecorded });
    expect(judgeAfter(faultBetween(1_600, 1_600))).toMatchObject({
      duplicated: 1,
      duplicatesAllowed: 1,
      unexplained: [],
      violations: [],
      recoveryMs: [9_900],
    });
  });

  it.each([
    ['ended as dead_letter', { status: 'dead_letter', completed_ms: 2_000 }],
    ['0 successes on record', { succeeded: 0 }],
    ['counts 3 attempts of 1', { attempt_count: 3 }],
    ['2 answers of 1 requests on record', { answered: 2 }],
  ])('tells of a row that says what did not happen: %s', (words, change) => {
    const { violations } = judge({ ...ROWS, tallies: [{ ...DELIVERED, ...change }] }, SEEN);
    expect(violations).toEqual([`${KEY}: ${words}`]);
  });

  it('tells of a delivery that stands twice, that was overwritten, or that is left over', () => {
    const overwrites = [{ delivery_id: ID, change: 'DELETE of delivered' }];
    const { violations } = judge({ ...ROWS, tallies: [DELIVERED, DELIVERED], overwrites, open: 2 }, SEEN);
    expect(violations).toEqual([
      `${KEY}: 2 deliveries`,
      `overwritten: DELETE of delivered ${ID}`,
      '2 deliveries or events were left over',
    ]);
  });
});
