import type { Setting } from '../../../api/settings.ts';

export interface SettingSection {
  readonly name: Setting['section'];
  readonly settings: readonly Setting[];
}

interface Search {
  /** Words that are all in its name or its description. */
  readonly text: string;
  readonly isSetOnly: boolean;
}

/** By their sections, in the order that they come in. */
export function findSettings(settings: readonly Setting[], { text, isSetOnly }: Search): SettingSection[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = settings.filter(({ name, description, source }) => {
    const known = `${name} ${description}`.toLowerCase();
    return (!isSetOnly || source === 'set') && words.every((word) => known.includes(word));
  });
  const sections = [...new Set(found.map(({ section }) => section))];
  return sections.map((name) => ({ name, settings: found.filter(({ section }) => section === name) }));
}
