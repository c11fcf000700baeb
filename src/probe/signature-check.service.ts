import type { Clock } from '../domain/clock.ts';
import { invalidField } from '../domain/errors.ts';
import type { Uuid } from '../domain/ids.ts';
import { parseTime } from '../domain/rfc3339.ts';
import { secretsAt } from '../engine/fan-out/webhook-snapshot.ts';
import type { FormatsService } from '../formats/formats.service.ts';
import { SECRET_VARIABLE } from '../wire/snippets/snippet-plan.ts';
import { snippetsFor } from '../wire/snippets/snippets.ts';
import type { ReceivedRequest, VerificationOptions, Verdict } from '../wire/verification/verdict.ts';
import { verifyAsAny, verifyRequest } from '../wire/verification/verify-request.ts';
import type { WebhooksService } from '../webhooks/webhooks.service.ts';
import {
  CHECKED_BODY_BYTES_MAX,
  TOLERANCE_SECONDS_DEFAULT,
  type ReceivedRequestBody,
  type VerifySignatureBody,
} from './dto/signature-check.dto.ts';
import type { SignatureCheckJson, SnippetsJson } from './signature-check-answers.ts';

/** Of the tenant's own, which are tried where none is named: the newest. */
const OWN_FORMATS_MAX = 25;

export interface SignatureCheckParts {
  readonly webhooks: Pick<WebhooksService, 'get' | 'getForSending'>;
  readonly formats: Pick<FormatsService, 'getWireFormat' | 'getWireFormats'>;
  readonly clock: Clock;
}

/** Tells why a request is not taken, and how to take it. Nothing is stored, and no secret logged. */
export class SignatureCheckService {
  constructor(private readonly parts: SignatureCheckParts) {}

  /** @throws PosthornError `invalid` for an unknown format and a body that is too large or not in its encoding */
  async verify(tenantId: Uuid, body: VerifySignatureBody): Promise<SignatureCheckJson> {
    const request = readRequest(body);
    const options = this.optionsOf(body, body.secrets);
    const { formats } = this.parts;
    const verdicts =
      body.format === undefined
        ? verifyAsAny(await formats.getWireFormats(tenantId, OWN_FORMATS_MAX), request, options)
        : [verifyRequest(await formats.getWireFormat(tenantId, body.format), request, options)];
    return toCheckJson(verdicts);
  }

  /**
   * By the webhook's own format and the secrets that sign now. What would have to be there is not told: it would be a
   * signature of any body for whoever may not see the secrets.
   * @throws PosthornError `not_found`, and as `verify`
   */
  async verifyFor(tenantId: Uuid, idOrUid: string, body: ReceivedRequestBody): Promise<SignatureCheckJson> {
    const request = readRequest(body);
    const { format } = await this.parts.webhooks.get(tenantId, idOrUid);
    const wireFormat = await this.parts.formats.getWireFormat(tenantId, format);
    const webhook = await this.parts.webhooks.getForSending(tenantId, idOrUid);
    const options = this.optionsOf(body, secretsAt(webhook, this.parts.clock.now()));
    return toCheckJson([{ ...verifyRequest(wireFormat, request, options), expected: [] }]);
  }

  /** @throws PosthornError `not_found` */
  async snippets(tenantId: Uuid, idOrUid: string): Promise<SnippetsJson> {
    const { format, signature } = await this.parts.webhooks.get(tenantId, idOrUid);
    const wireFormat = await this.parts.formats.getWireFormat(tenantId, format);
    const snippets = signature === 'none' ? [] : snippetsFor(wireFormat, signature);
    return { format, secret_variable: SECRET_VARIABLE, snippets };
  }

  private optionsOf(body: ReceivedRequestBody, secrets: readonly string[]): VerificationOptions {
    const nowMs = body.now === undefined ? this.parts.clock.now() : timeOf(body.now);
    return { secrets, nowMs, toleranceSeconds: body.tolerance_seconds ?? TOLERANCE_SECONDS_DEFAULT };
  }
}

/** The DTO has judged it. */
function timeOf(text: string): number {
  const time = parseTime(text);
  if (time === null) throw invalidField('now', 'must be a time');
  return time;
}

function readRequest({
  headers,
  body,
  body_encoding: encoding = 'utf8',
}: ReceivedRequestBody): ReceivedRequest {
  const bytes = Buffer.from(body, encoding);
  const padded = bytes.toString('base64');
  if (encoding === 'base64' && body !== padded && body !== padded.replace(/=+$/, ''))
    throw invalidField('body', 'must be base64');
  if (bytes.length > CHECKED_BODY_BYTES_MAX)
    throw invalidField('body', `must be at most ${CHECKED_BODY_BYTES_MAX} bytes`);
  return { headers, body: bytes };
}

function toCheckJson(verdicts: readonly Verdict[]): SignatureCheckJson {
  const verified = verdicts.find(({ isVerified }) => isVerified);
  return {
    verified: verified !== undefined,
    format: verified?.format ?? null,
    results: verdicts.map(({ format, isVerified, secretIndex, problems, header, given, expected }) => ({
      format,
      verified: isVerified,
      secret_index: secretIndex,
      problems,
      header,
      given,
      expected,
    })),
  };
}
