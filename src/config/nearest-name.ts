/** The Levenshtein distance: how many single-character insertions, removals and changes lie between two words. */
export function editDistance(from: string, to: string): number {
  let previousRow = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [fromIndex, fromCharacter] of Array.from(from).entries()) {
    const row = [fromIndex + 1];
    for (const [toIndex, toCharacter] of Array.from(to).entries()) {
      const substitution = (previousRow[toIndex] ?? 0) + (fromCharacter === toCharacter ? 0 : 1);
      const removal = (previousRow[toIndex + 1] ?? 0) + 1;
      const insertion = (row[toIndex] ?? 0) + 1;
      row.push(Math.min(substitution, removal, insertion));
    }
    previousRow = row;
  }
  return previousRow.at(-1) ?? 0;
}

/** More than this share of the word wrong is no typo of it. */
const TYPO_SHARE_MAX = 0.4;
/** Bounds the work: no setting's name is nearly as long. */
const NAME_CHARACTERS_MAX = 64;

/** The candidate that a mistyped name most likely meant, if any is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > NAME_CHARACTERS_MAX) return undefined;
  const [nearest] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((left, right) => left.distance - right.distance);
  return nearest !== undefined && nearest.distance <= nearest.candidate.length * TYPO_SHARE_MAX
    ? nearest.candidate
    : undefined;
}
