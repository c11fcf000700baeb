/** Where a thing is shown, by the prefix of its id; null where things of its kind have no page. */
export function placeOfId(id: string, places: Readonly<Record<string, string>>): string | null {
  return places[id.slice(0, Math.max(id.indexOf('_'), 0))]?.replace('$id', id) ?? null;
}
