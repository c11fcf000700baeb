import type { WebhookForm } from './webhook-form.ts';

interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What the API found wrong with a field, or with anything within it; null for nothing. */
export function faultAt(faults: readonly Fault[], field: string): string | null {
  const told = faults.flatMap(({ path, message }) => {
    if (path === field) return [message];
    const isWithin = path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
    return isWithin ? [`${path.slice(field.length).replace(/^\./, '')}: ${message}`] : [];
  });
  return told.length === 0 ? null : told.join('; ');
}

/** Fields that the API has under another name: the first of the path. */
const NAMES: Partial<Record<keyof WebhookForm, string>> = {
  timeoutSeconds: 'timeout_ms',
  requestsPerSecond: 'rate_limit',
  burst: 'rate_limit',
  perHour: 'rate_limit',
  maxInFlight: 'max_in_flight',
  isShadow: 'mode',
};

/** What was found wrong with the form that was sent, but for fields that have been changed since. */
export function standingFaults(faults: readonly Fault[], sent: WebhookForm, form: WebhookForm): Fault[] {
  const keys = Object.keys(form) as (keyof WebhookForm)[];
  const changed = keys.filter((key) => form[key] !== sent[key]).map((key) => NAMES[key] ?? key);
  return faults.filter(({ path }) => !changed.some((name) => name === path.split(/[.[]/)[0]));
}
