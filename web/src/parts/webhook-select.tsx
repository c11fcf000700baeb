import { Field, Select } from '../ui/field.tsx';
import { useWebhookNames } from './webhook-names.ts';

interface WebhookSelectProps {
  /** An id; undefined for all. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly error?: string | null;
}

/** One webhook, or all of them. One that was given by something else than its id stays as it was given. */
export function WebhookSelect({ value, onChange, error = null }: WebhookSelectProps) {
  const { webhooks } = useWebhookNames();
  const isUnknown = value !== undefined && !webhooks.some(({ id }) => id === value);
  return (
    <Field label="Webhook" error={error}>
      {(control) => (
        <Select
          {...control}
          value={value ?? ''}
          onChange={({ target }) => {
            onChange(target.value === '' ? undefined : target.value);
          }}
        >
          <option value="">All webhooks</option>
          {isUnknown && <option value={value}>{value}</option>}
          {webhooks.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
