import { PosthornError } from '../domain/errors.ts';
import { unmaskHeaders } from '../domain/header-mask.ts';
import type { Uuid } from '../domain/ids.ts';
import type { AddressPolicy } from '../domain/network/address-rules.ts';
import type { WireFormat } from '../wire/wire-format.ts';
import { findConfigurationFaults } from './configuration-faults.ts';
import { settleSecret } from './current-secret.ts';
import type { LockedWebhooks } from './locked-webhooks.repository.ts';
import type { CreatedWebhook, WebhookConfiguration, WebhookRecord } from './webhook-record.ts';
import { chooseSecret, findSigningFaults, type GivenSecret } from './webhook-signing.ts';

interface WantedWebhook {
  readonly configuration: WebhookConfiguration;
  /** Null for a new one. */
  readonly present: WebhookConfiguration | null;
  readonly given: GivenSecret;
}

/** Writes webhooks by the rules of all that is configured about them, whoever asks for it. */
export class WebhookWriter {
  constructor(private readonly addressPolicy: AddressPolicy) {}

  /** @throws PosthornError `invalid`, `quota_exceeded`, `conflict` for a uid in use */
  async insert(
    webhooks: LockedWebhooks,
    id: Uuid,
    configuration: WebhookConfiguration,
    given: GivenSecret,
  ): Promise<CreatedWebhook> {
    const format = await this.vet(webhooks, { configuration, present: null, given });
    const secret = chooseSecret(format, given);
    return { webhook: await webhooks.insert(id, configuration, format, secret), secret };
  }

  /** @throws PosthornError `invalid`, `conflict` for a uid in use */
  async replace(
    webhooks: LockedWebhooks,
    present: WebhookRecord,
    wanted: WebhookConfiguration,
    given: GivenSecret,
  ): Promise<WebhookRecord> {
    const configuration = { ...wanted, headers: unmaskHeaders(wanted.headers, present.headers) };
    const format = await this.vet(webhooks, { configuration, present, given });
    const { isReplaced } = await settleSecret(webhooks, present, format, given);
    return await webhooks.replace(present, configuration, isReplaced);
  }

  /**
   * The format that the webhook is to have.
   * @throws PosthornError `invalid` with all that is wrong with its configuration and its secret
   */
  private async vet(
    webhooks: LockedWebhooks,
    { configuration, present, given }: WantedWebhook,
  ): Promise<WireFormat> {
    const format = await webhooks.findFormat(configuration.format);
    const errors = findConfigurationFaults(configuration, present, this.addressPolicy, format);
    if (format !== null) errors.push(...findSigningFaults(format, given));
    if (format === null || errors.length > 0) throw new PosthornError('invalid', { errors });
    return format;
  }
}
