import { randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { invalidField } from '../domain/errors.ts';
import { toPublicId, type IdGenerator, type Uuid } from '../domain/ids.ts';
import { compileWireFormat } from '../wire/renderer.ts';
import { createSecret, findSecretFault } from '../wire/secrets.ts';
import { RenderError, type RenderedRequest, type WireFormat } from '../wire/wire-format.ts';
import type { PreviewFormatBody } from './dto/preview-format.dto.ts';
import type { FormatPreviewJson } from './format-answers.ts';
import { configure } from './format-changes.ts';
import { refuseFaults, type FormatsService } from './formats.service.ts';

const DEFAULT_FORMAT = 'standard';
const SAMPLE_TYPE = 'posthorn.test';
const SAMPLE_DATA = '{"message":"This is a test. Nothing has happened."}';

export interface FormatPreviewParts {
  readonly formats: Pick<FormatsService, 'getWireFormat'>;
  readonly ids: IdGenerator;
  readonly clock: Clock;
}

/** Shows what a format makes of an event. Nothing is stored or sent. */
export class FormatPreview {
  constructor(private readonly parts: FormatPreviewParts) {}

  /** @throws PosthornError `invalid` for the format, the secret, and data that the format cannot carry */
  async show(tenantId: Uuid, body: PreviewFormatBody): Promise<FormatPreviewJson> {
    const format = await this.findFormat(tenantId, body);
    const { secret, isSample } = chooseSecret(format, body.secret);
    const { headers, body: bytes } = this.render(format, secret, body);
    return {
      headers: Object.fromEntries(headers),
      body: bytes.toString('utf8'),
      body_bytes: bytes.length,
      sample_secret: isSample ? secret : null,
    };
  }

  private async findFormat(tenantId: Uuid, { format, document }: PreviewFormatBody): Promise<WireFormat> {
    if (document === undefined) {
      return await this.parts.formats.getWireFormat(tenantId, format ?? DEFAULT_FORMAT);
    }
    const made = configure('preview', document, null).format;
    refuseFaults(made);
    return made;
  }

  private render(format: WireFormat, secret: string | null, body: PreviewFormatBody): RenderedRequest {
    const { ids, clock } = this.parts;
    const now = clock.now();
    const { event_type: type = SAMPLE_TYPE, data = SAMPLE_DATA, attempt_number: number = 1 } = body;
    try {
      return compileWireFormat(format)({
        event: { id: toPublicId('event', ids.next()), type, occurredAt: now, data },
        delivery: { id: toPublicId('delivery', ids.next()) },
        attempt: { number, startedAt: now, isTest: body.test ?? false },
        webhook: { id: toPublicId('webhook', ids.next()) },
        secrets: secret === null ? [] : [secret],
      });
    } catch (error) {
      if (error instanceof RenderError) throw invalidField('data', error.message);
      throw error;
    }
  }
}

function chooseSecret(
  { signature }: WireFormat,
  given: string | undefined,
): { readonly secret: string | null; readonly isSample: boolean } {
  if (given !== undefined) {
    const message = findSecretFault(signature, given);
    if (message !== undefined) throw invalidField('secret', message);
    return { secret: given, isSample: false };
  }
  if (signature === null || signature.optional) return { secret: null, isSample: false };
  return { secret: createSecret(signature, randomBytes), isSample: true };
}
