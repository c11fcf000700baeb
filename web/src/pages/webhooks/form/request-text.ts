import type { FormatPreview } from '../../../api/formats.ts';

interface PreviewedRequest extends Pick<FormatPreview, 'headers' | 'body_bytes'> {
  readonly url: string;
  /** The webhook's own, which stand in for those of the format that have their name. */
  readonly ownHeaders: Readonly<Record<string, string>>;
}

/** The head of the request as it goes over the wire (HTTP/1.1). */
export function requestHead({ url, headers, ownHeaders, body_bytes: bytes }: PreviewedRequest): string {
  const target = readUrl(url);
  const own = new Map(
    Object.entries(ownHeaders).map(([name, value]) => [name.toLowerCase(), { name, value }]),
  );
  const lines = Object.entries(headers).filter(([name]) => !own.has(name.toLowerCase()));
  return [
    `POST ${target.path} HTTP/1.1`,
    `host: ${target.host}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    ...[...own.values()].map(({ name, value }) => `${name}: ${value}`),
    `content-length: ${String(bytes)}`,
  ].join('\n');
}

function readUrl(text: string): { readonly host: string; readonly path: string } {
  const url = URL.parse(text.trim());
  if (url === null || url.host === '') return { host: '…', path: '/' };
  return { host: url.host, path: url.pathname + url.search };
}
