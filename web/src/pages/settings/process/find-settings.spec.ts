import { describe, expect, it } from '@jest/globals';
import type { Setting } from '../../../api/settings.ts';
import { findSettings } from './find-settings.ts';

function setting(name: string, section: Setting['section'], source: Setting['source']): Setting {
  return { name, section, source, value: '1', note: null, is_secret: false, description: `About ${name}.` };
}

const SETTINGS = [
  setting('PORT', 'API', 'set'),
  setting('HOST', 'API', 'default'),
  setting('POSTHORN_SLOTS', 'Delivery', 'default'),
];

describe('findSettings', () => {
  it('keeps them by their sections', () => {
    const sections = findSettings(SETTINGS, { text: '', isSetOnly: false });
    expect(sections.map(({ name, settings }) => [name, settings.length])).toEqual([
      ['API', 2],
      ['Delivery', 1],
    ]);
  });

  it.each([
    [{ text: 'about slots', isSetOnly: false }, ['POSTHORN_SLOTS']],
    [{ text: '', isSetOnly: true }, ['PORT']],
    [{ text: 'slots', isSetOnly: true }, []],
  ])('%j', (search, names) => {
    const found = findSettings(SETTINGS, search).flatMap(({ settings }) => settings);
    expect(found.map(({ name }) => name)).toEqual(names);
  });
});
