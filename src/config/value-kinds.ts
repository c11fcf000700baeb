/** What reading a text gave: the typed value, or why it is refused. A fault never repeats a text that may be secret. */
export type Reading<T> = { readonly value: T } | { readonly fault: string };

/** How the text of one setting becomes a typed value, and how that value is written again. */
export interface ValueKind<T> {
  /** The permitted values in words, for docs/settings.md. */
  readonly permitted: string;
  read(text: string): Reading<T>;
  /** The value as text that is safe to print. */
  show(value: T): string;
}

const QUOTED_CHARACTERS_MAX = 40;

/** A refused text for a fault's message: cut short, and never a URL, which may carry a password. */
export function quoted(text: string): string {
  if (text.includes('://')) return 'a URL';
  const isLong = text.length > QUOTED_CHARACTERS_MAX;
  return JSON.stringify(isLong ? `${text.slice(0, QUOTED_CHARACTERS_MAX)}…` : text);
}

/** A whole number within inclusive bounds; only decimal digits, so `1e3`, `0x10` and `5.0` are faults. */
export function wholeNumber(min: number, max: number): ValueKind<number> {
  const permitted = `whole number, ${String(min)} to ${String(max)}`;
  return {
    permitted,
    read(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      if (value >= min && value <= max) return { value };
      return { fault: `must be a ${permitted}, not ${quoted(text)}` };
    },
    show: String,
  };
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): ValueKind<Choice> {
  return {
    permitted: choices.map((choice) => `\`${choice}\``).join(', '),
    read(text) {
      const value = choices.find((choice) => choice === text);
      if (value !== undefined) return { value };
      return { fault: `must be one of ${choices.join(', ')}, not ${quoted(text)}` };
    },
    show: String,
  };
}

/** Any text that `isAccepted` takes; `permitted` says in words what that is. */
export function textThat(permitted: string, isAccepted: (text: string) => boolean): ValueKind<string> {
  return {
    permitted,
    read: (text) =>
      isAccepted(text) ? { value: text } : { fault: `must be ${permitted}, not ${quoted(text)}` },
    show: String,
  };
}

/** As `textThat`, but neither a fault nor the summary ever repeats the text. */
export function secretThat(permitted: string, isAccepted: (text: string) => boolean): ValueKind<string> {
  return {
    permitted,
    read: (text) => (isAccepted(text) ? { value: text } : { fault: `must be ${permitted}` }),
    show: () => '***',
  };
}

/** A comma list; blanks around items and empty items are passed over, and every wrong item is named. */
export function listOf<T>(item: ValueKind<T>): ValueKind<readonly T[]> {
  return {
    permitted: `comma list, each ${item.permitted}`,
    read(text) {
      const readings = text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => item.read(part));
      const faults = readings.flatMap((reading) => ('fault' in reading ? [reading.fault] : []));
      if (faults.length > 0) return { fault: `has an item that ${faults.join('; and one that ')}` };
      return { value: readings.flatMap((reading) => ('value' in reading ? [reading.value] : [])) };
    },
    show: (items) => (items.length === 0 ? 'none' : items.map((value) => item.show(value)).join(',')),
  };
}
