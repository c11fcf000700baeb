/** What a colour means; each has one for text and one for what is behind it, in both themes. */
export type Tone = 'plain' | 'good' | 'info' | 'warn' | 'bad';
