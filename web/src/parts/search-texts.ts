/**
 * What a page's address has for the names, as it was typed; an empty one is none. A number is what the router makes of a text that
 * is one; whatever else stands there is left out.
 */
export function searchTexts<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    const isText = typeof value === 'number' || (typeof value === 'string' && value !== '');
    if (isText) texts[name] = String(value);
  }
  return texts;
}

/** The same without blanks around them. */
export function textsOf<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const typed = searchTexts(search, names);
  const trimmed = names.map((name) => [name, (typed[name] ?? '').trim()] as const);
  return Object.fromEntries(trimmed.filter(([, text]) => text !== '')) as Partial<Record<Name, string>>;
}

/** Those that say something: an empty one is none. */
export function withoutEmpty<Name extends string>(
  texts: Readonly<Partial<Record<Name, string | undefined>>>,
): Partial<Record<Name, string>> {
  return textsOf(texts, Object.keys(texts) as Name[]);
}

/** The words of a comma list with one word more, or without it; undefined where none is left. */
export function toggled(list: string | undefined, word: string): string | undefined {
  const words = wordsOf(list);
  const next = words.includes(word) ? words.filter((one) => one !== word) : [...words, word];
  return next.length === 0 ? undefined : next.join(',');
}

export function wordsOf(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
