/** The systems that Posthorn stands in for: by these names they are reached, and called in settings and tables. */
export const DIALECT_NAMES = ['emp', 'workflow', 'taskflow'] as const;

export type DialectName = (typeof DIALECT_NAMES)[number];
