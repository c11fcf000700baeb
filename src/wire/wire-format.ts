import type { SignatureKind } from '../domain/webhook-secrets.ts';

/**
 * How an event becomes an HTTP request, as plain data: what a tenant sends to `/api/formats` is of this type, and so are
 * the built-in formats. The renderer knows none of them by name. Names of fields are those of the API and of what is
 * stored.
 */
export interface WireFormat {
  readonly name: string;
  readonly user_agent: string;
  readonly content_type: string;
  /** Header name to template, in the order in which they are sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Those of its headers that a webhook's own header of the same name may replace. */
  readonly replaceable_headers: readonly string[];
  /** Null for a format that does not sign. */
  readonly signature: SignatureFormat | null;
  readonly json: JsonMode;
  readonly body: BodyTemplate;
  /** Members of the data that the log line of an attempt tells, each under its name. Of built-in formats alone. */
  readonly logged_data?: readonly string[];
}

export const JSON_MODES = ['verbatim', 'canonical'] as const;
/**
 * `verbatim` sends data as they were published. `canonical` sends `JSON.stringify(JSON.parse(data))` for receivers that
 * verify over JSON which they have parsed and written again: integers beyond 2^53 are rounded, as they are there.
 */
export type JsonMode = (typeof JSON_MODES)[number];

export const SECRET_FORMS = ['text', 'base64', 'hex', 'whsec', 'whsk'] as const;
/**
 * How a key is read from a secret: `text` is its bytes in UTF-8, `whsec` base64 behind the prefix (Standard Webhooks),
 * `whsk` an ed25519 key, base64 of seed and public key behind the prefix.
 */
export type SecretForm = (typeof SECRET_FORMS)[number];

export const SIGNATURE_ENCODINGS = ['hex', 'base64'] as const;

/** How one kind of secret signs. */
export interface SignatureScheme {
  readonly algorithm: SignatureKind;
  /** `whsk` for ed25519, any other for an HMAC. */
  readonly secret: SecretForm;
  /** Of `{signature}`; `{signature|hex}` and `{signature|base64}` say it themselves. */
  readonly encoding: (typeof SIGNATURE_ENCODINGS)[number];
  /** One signature in the header, with `{signature}` in it. */
  readonly value: string;
}

export const ROTATIONS = ['list', 'previous_header'] as const;

export interface SignatureFormat extends SignatureScheme {
  /** What is signed, e.g. `{event.id}.{attempt.timestamp|s}.{body}`; holds `{body}` once. */
  readonly content: string;
  readonly header: string;
  /** Template before the first value, e.g. `t={attempt.timestamp|s},`. */
  readonly prefix: string;
  /**
   * While secrets overlap: `list` puts one value a secret into the header, newest first; `previous_header` signs with
   * the newest there, and with the one before in a header named `…-Previous`.
   */
  readonly rotation: (typeof ROTATIONS)[number];
  /** Between the values of a list. */
  readonly separator: string;
  /** Signs only where a secret was given; none is generated. */
  readonly optional: boolean;
  /** For secrets of another kind, in the same header: the first scheme that can read a secret signs with it. */
  readonly alternatives: readonly SignatureScheme[];
}

/**
 * A JSON value whose strings may hold placeholders; one that is a placeholder alone keeps the value's own type. An
 * object `{"$when": {…}}` in the place of a member or an element stands for the first of its choices that holds, and is
 * left out where none does.
 */
export type BodyTemplate =
  string | number | boolean | null | readonly BodyTemplate[] | { readonly [key: string]: BodyTemplate };

/** Everything a request is made of; times are milliseconds since 1970, ids are TypeIDs. */
export interface RenderInput {
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly occurredAt: number;
    /** The payload's JSON text, exactly as it was published. */
    readonly data: string;
  };
  readonly delivery: { readonly id: string };
  readonly attempt: {
    /** From 1. */
    readonly number: number;
    readonly startedAt: number;
    /** Nobody has published the event. */
    readonly isTest?: boolean;
  };
  readonly webhook: { readonly id: string };
  /** Newest first; more than one while a rotation overlaps. */
  readonly secrets: readonly string[];
}

/** What is sent: the bytes that were signed, and the headers in the order of the format. */
export interface RenderedRequest {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** What the log line tells of the event; absent where that is nothing. */
  readonly logged?: Readonly<Record<string, string>>;
}

/** A format that cannot be: found when it is compiled, never when it is used. */
export class WireFormatError extends Error {
  /** @param path where it is wrong, such as `signature.content` */
  constructor(
    message: string,
    readonly path = '',
  ) {
    super(message);
    this.name = 'WireFormatError';
  }
}

/** An event that a format cannot carry, such as one with a line break in what becomes a header. Its message is public. */
export class RenderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RenderError';
  }
}
