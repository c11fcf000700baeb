import type { ValueKind } from './value-kinds.ts';

/** What it refuses would stand in the start summary, where nothing is secret. */
export const collectorUrl: ValueKind<string> = {
  permitted: 'http or https URL without credentials, query and fragment',
  read(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
    const isBare =
      url !== null && [url.username, url.password, url.search, url.hash].every((part) => part === '');
    return isWeb && isBare ? { value: url.href } : { fault: `must be an ${collectorUrl.permitted}` };
  },
  show: String,
};

type Pairs = Readonly<Record<string, string>>;

/** `name=value,name=value`, values percent-encoded (OpenTelemetry, "Specifying headers via environment variables"). */
function readPairs(text: string, isPair: (name: string, value: string) => boolean): Pairs | null {
  const pairs: [string, string][] = [];
  for (const item of text.split(',')) {
    if (item.trim() === '') continue;
    const split = item.indexOf('=');
    const name = item.slice(0, split).trim();
    const value = decode(item.slice(split + 1).trim());
    if (split < 1 || value === null || !isPair(name, value)) return null;
    pairs.push([name, value]);
  }
  return Object.fromEntries(pairs);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** RFC 9110 sections 5.1 and 5.5. Neither a fault nor the summary ever repeats them: most are keys. */
export const headerPairs: ValueKind<Pairs> = {
  permitted: 'comma list of `name=value`, each a header with its value percent-encoded',
  read(text) {
    const pairs = readPairs(
      text,
      (name, value) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value),
    );
    return pairs === null
      ? { fault: `must be a ${headerPairs.permitted.replaceAll('`', '')}` }
      : { value: pairs };
  },
  show: () => '***',
};

export const attributePairs: ValueKind<Pairs> = {
  permitted: 'comma list of `name=value`, values percent-encoded',
  read(text) {
    const pairs = readPairs(text, (name, value) => !/[\p{Cc}\s]/u.test(name) && !/\p{Cc}/u.test(value));
    return pairs === null
      ? { fault: `must be a ${attributePairs.permitted.replaceAll('`', '')}` }
      : { value: pairs };
  },
  show: (pairs) =>
    Object.entries(pairs)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join(','),
};

export const share: ValueKind<number> = {
  permitted: 'number, 0 to 1',
  read(text) {
    const value = /^(?:0|1|0?\.\d{1,18}|[01]\.\d{1,18})$/.test(text) ? Number(text) : NaN;
    return value >= 0 && value <= 1 ? { value } : { fault: `must be a ${share.permitted}` };
  },
  show: String,
};
