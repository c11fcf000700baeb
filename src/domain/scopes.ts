/** What a caller may do. Each operation of the API asks for one of them. */
export const SCOPES = ['publish', 'read', 'manage', 'secrets', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** `admin` may do everything: whoever makes keys could make itself one with any other scope. */
export function permits(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || held.includes('admin');
}

/** Those of the words that are scopes; others, such as OpenID's, mean nothing here. */
export function scopesAmong(words: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => words.includes(scope));
}
