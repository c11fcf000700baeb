import { describe, expect, it } from '@jest/globals';
import { searchTexts } from './search-text.ts';

describe('what stands in an address', () => {
  it('is text, and nothing else than what was asked for', () => {
    const search = { response_status: 503, tag: 'eu', other: 'x', event_type: '', webhook_id: ['a'] };
    expect(searchTexts(search, ['response_status', 'tag', 'event_type', 'webhook_id'])).toEqual({
      response_status: '503',
      tag: 'eu',
    });
  });
});
