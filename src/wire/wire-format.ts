/**
 * How an event becomes an HTTP request, as plain data. The built-in formats are values of this type and the renderer
 * knows none of them by name.
 */
export interface WireFormat {
  readonly name: string;
  readonly userAgent: string;
  readonly contentType: string;
  /** Header name to template. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for a format that does not sign. */
  readonly signature: SignatureFormat | null;
  readonly body: BodyTemplate;
}

/** How one kind of secret signs. */
export type SignatureScheme = {
  readonly encoding: 'base64' | 'hex';
  /** One signature in the header, with `{signature}` in it. */
  readonly value: string;
} & (
  | {
      readonly algorithm: 'hmac-sha256' | 'hmac-sha512';
      /** How the key is read from a secret: `whsec` is base64 behind the prefix, `utf8` the text itself. */
      readonly key: 'whsec' | 'utf8';
    }
  | {
      readonly algorithm: 'ed25519';
      /** Base64 behind `whsk_`: the seed and the public key. */
      readonly key: 'whsk';
    }
);

export type SignatureFormat = SignatureScheme & {
  /** What is signed, e.g. `{event.id}.{attempt.timestamp|s}.{body}`. */
  readonly content: string;
  readonly header: string;
  /** While secrets overlap, one value a secret, newest first, joined by this. */
  readonly separator: string;
  /** For secrets of another kind, in the same header: the first scheme that can read a secret signs with it. */
  readonly alternatives?: readonly SignatureScheme[];
};

/** A JSON value whose strings may hold placeholders; one that is a placeholder alone keeps the value's own type. */
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
  readonly attempt: { readonly number: number; readonly startedAt: number };
  readonly webhook: { readonly id: string };
  /** Newest first; more than one while a rotation overlaps. */
  readonly secrets: readonly string[];
}

/** What is sent: the bytes that were signed, and the headers in the order of the format. */
export interface RenderedRequest {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export class WireFormatError extends Error {}
