import { describe, expect, it } from '@jest/globals';
import { exportTypeOf } from './export-type.ts';

describe('an Accept header', () => {
  it.each([
    ['text/csv', 'text/csv'],
    ['application/x-ndjson', 'application/x-ndjson'],
    ['Text/CSV; header=present', 'text/csv'],
    ['text/csv, */*;q=0.1', 'text/csv'],
    ['*/*, text/csv', 'text/csv'],
    ['application/json;q=0.5, text/csv;q=0.8', 'text/csv'],
    ['text/csv;q=0.5,application/x-ndjson', 'application/x-ndjson'],
    ['application/x-ndjson,text/csv', 'application/x-ndjson'],
  ])('asks for an export: %s', (accept, type) => {
    expect(exportTypeOf(accept)).toBe(type);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'text/*',
    'application/json',
    'application/json, text/csv',
    'application/json, text/csv;q=0.9',
    'text/csv;q=0',
    'text/csv;q=2',
    'text/csv;q=often',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'csv',
    ',;,=',
  ])('asks for a page: %s', (accept) => {
    expect(exportTypeOf(accept)).toBeNull();
  });
});
