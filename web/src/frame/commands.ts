import type { NavigationItem } from '../navigation.ts';
import type { IconName } from '../ui/icon.tsx';

export interface Command {
  readonly key: string;
  readonly label: string;
  readonly icon: IconName;
  /** Within the console. */
  readonly to: string;
}

export interface Places {
  readonly navigation: readonly NavigationItem[];
  /** By an id's prefix, with `$id` where the id belongs. */
  readonly idPlaces: Readonly<Record<string, string>>;
}

const ID_FORM = /^([a-z]+)_[0-9a-hjkmnp-tv-z]{26}$/;

/** What a text may mean: the thing with this id, and the pages whose names or words have all of its words. */
export function findCommands(text: string, { navigation, idPlaces }: Places): Command[] {
  const id = text.trim();
  const place = idPlaces[ID_FORM.exec(id)?.[1] ?? ''];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const pages = navigation
    .filter(({ label, words: others = '' }) => {
      const known = `${label} ${others}`.toLowerCase();
      return words.every((word) => known.includes(word));
    })
    .map(({ label, to, icon }) => ({ key: to, label, icon, to }));
  if (place === undefined) return pages;
  return [{ key: id, label: `Open ${id}`, icon: 'search', to: place.replace('$id', id) }, ...pages];
}
