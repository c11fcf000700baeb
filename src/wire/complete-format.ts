import type { BodyTemplate, SignatureFormat, SignatureScheme, WireFormat } from './wire-format.ts';

/** What says who is asking, where a format does not. */
export const DEFAULT_USER_AGENT = 'Posthorn/1.0';
export const DEFAULT_CONTENT_TYPE = 'application/json';

type Given<T, Needed extends keyof T> = Pick<T, Needed> & {
  readonly [Field in Exclude<keyof T, Needed>]?: T[Field] | null | undefined;
};

/** A scheme, of which nothing needs to be said: HMAC-SHA256 by a text, in hexadecimal digits. */
export type GivenScheme = Given<SignatureScheme, never>;
export type GivenSignature = Given<Omit<SignatureFormat, 'alternatives'>, 'header'> & {
  readonly alternatives?: readonly GivenScheme[] | null | undefined;
};

/** A format with what is not the default's: as it is written down, and as it is stored. */
export interface GivenFormat {
  readonly name: string;
  readonly user_agent?: string | null | undefined;
  readonly content_type?: string | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly replaceable_headers?: readonly string[] | null | undefined;
  readonly signature?: GivenSignature | null | undefined;
  readonly json?: WireFormat['json'] | null | undefined;
  readonly body?: BodyTemplate | undefined;
  readonly logged_data?: readonly string[];
}

/** Fills in the defaults: a body that is the data, and no signature. */
export function completeFormat(given: GivenFormat): WireFormat {
  const { name, signature, body } = given;
  return {
    name,
    user_agent: given.user_agent ?? DEFAULT_USER_AGENT,
    content_type: given.content_type ?? DEFAULT_CONTENT_TYPE,
    headers: given.headers ?? {},
    replaceable_headers: given.replaceable_headers ?? [],
    signature: signature === undefined || signature === null ? null : completeSignature(signature),
    json: given.json ?? 'verbatim',
    body: body === undefined ? '{event.data}' : body,
    ...(given.logged_data && { logged_data: given.logged_data }),
  };
}

function completeSignature(given: GivenSignature): SignatureFormat {
  return {
    ...completeScheme(given),
    content: given.content ?? '{body}',
    header: given.header,
    prefix: given.prefix ?? '',
    rotation: given.rotation ?? 'list',
    separator: given.separator ?? ',',
    optional: given.optional ?? false,
    alternatives: (given.alternatives ?? []).map(completeScheme),
  };
}

function completeScheme(given: GivenScheme): SignatureScheme {
  const algorithm = given.algorithm ?? 'hmac-sha256';
  return {
    algorithm,
    secret: given.secret ?? (algorithm === 'ed25519' ? 'whsk' : 'text'),
    encoding: given.encoding ?? 'hex',
    value: given.value ?? '{signature}',
  };
}
