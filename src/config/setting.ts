import type { ValueKind } from './value-kinds.ts';

/** The headings of docs/settings.md, in their order. */
export const SETTING_SECTIONS = [
  'Process',
  'API',
  'Limits',
  'Authentication',
  'Database',
  'Delivery',
  'History',
  'Redis',
  'Tracing',
] as const;

export interface Setting<T> {
  readonly section: (typeof SETTING_SECTIONS)[number];
  readonly kind: ValueKind<NonNullable<T>>;
  /** The value when the variable is unset. */
  readonly fallback: T;
  /** What being unset means, where `fallback` alone does not tell. */
  readonly fallbackNote?: string;
  readonly description: string;
  readonly isSecret?: boolean;
  /** True where an empty variable is a value of its own; everywhere else it counts as unset. */
  readonly isEmptyMeaningful?: boolean;
}

type Definition<T> = Omit<Setting<T>, 'kind' | 'fallback'> & { readonly kind: ValueKind<T> };

export function setting<T>(definition: Definition<T> & { readonly fallback: NoInfer<T> }): Setting<T> {
  return definition as Setting<T>;
}

export function optional<T>(definition: Definition<T>): Setting<T | undefined> {
  return { ...definition, fallback: undefined } as Setting<T | undefined>;
}
