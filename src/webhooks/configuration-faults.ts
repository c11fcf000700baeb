import { findHeaderFaults } from '../domain/custom-headers.ts';
import type { FieldFault } from '../domain/errors.ts';
import { findFilterFaults } from '../domain/filters/filter-rules.ts';
import { findMaskFaults } from '../domain/header-mask.ts';
import type { AddressPolicy } from '../domain/network/address-rules.ts';
import { isRefusedLiteral } from '../domain/webhook-url.ts';
import { UNKNOWN_FORMAT } from '../wire/built-in-formats.ts';
import { reservedHeaderNames } from '../wire/renderer.ts';
import type { WireFormat } from '../wire/wire-format.ts';
import type { WebhookConfiguration } from './webhook-record.ts';

const REFUSED_ADDRESS =
  'must not name an address that is refused here; POSTHORN_ALLOWED_NETWORKS opens networks';

/**
 * What is wrong with a webhook beyond the form of its fields. A URL that stays is not judged again: its sender refuses it,
 * not its owner's change.
 * @param present null for a new one
 * @param format of the name that it has; null where there is none
 */
export function findConfigurationFaults(
  { url, headers, filter }: WebhookConfiguration,
  present: WebhookConfiguration | null,
  addressPolicy: AddressPolicy,
  format: WireFormat | null,
): FieldFault[] {
  const reserved = format === null ? [] : reservedHeaderNames(format);
  const errors: FieldFault[] = findHeaderFaults(headers, reserved);
  errors.push(...findMaskFaults(headers));
  if (format === null) errors.push({ path: 'format', message: UNKNOWN_FORMAT });
  if (filter !== null && filter !== present?.filter) errors.push(...findFilterFaults(filter));
  if (url !== present?.url && isRefusedLiteral(url, addressPolicy)) {
    errors.unshift({ path: 'url', message: REFUSED_ADDRESS });
  }
  return errors;
}
