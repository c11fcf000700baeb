import { describe, expect, it } from '@jest/globals';
import { filterWords } from './replay-words.ts';

const nameOf = (id: string): string => (id === 'wh_1' ? 'Billing' : id);

describe('a filter in a line', () => {
  it('names the webhook and what else there is', () => {
    const filter = { webhook_id: 'wh_1', response_status: '5xx', created_after: '2026-01-30T22:00:00.000Z' };
    expect(filterWords(filter, nameOf)).toBe('Billing, status 5xx, after 2026-01-30 22:00 UTC');
  });

  it('is everything where nothing narrows it', () => {
    expect(filterWords({}, nameOf)).toBe('everything');
  });
});
