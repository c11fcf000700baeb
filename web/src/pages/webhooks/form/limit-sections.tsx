import { createBind, type Bind } from './bound-field.ts';
import { Section, type SectionProps } from './form-sections.tsx';
import { NamedValuesField } from './named-values-field.tsx';
import { RETRY_KINDS, type RetryForm, type RetryKind } from './retry-form.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

const KIND_LABELS: Readonly<Record<RetryKind, string>> = {
  default: 'The default: ten attempts over three days',
  schedule: 'A schedule of delays',
  growing: 'Delays that grow',
};

const RULES = [
  { value: 'any_failure', label: 'Whatever fails' },
  { value: 'status_400_up', label: 'Answers from 300 on, and none' },
  { value: 'transient', label: '408, 429, 500 and more, and none' },
];

interface RetryFieldsProps {
  readonly bind: Bind<RetryForm>;
}

export function RetrySection({ form: { retry }, onChange, errorOf }: SectionProps) {
  const bind = createBind(
    retry,
    (changed) => {
      onChange({ retry: { ...retry, ...changed } });
    },
    errorOf,
  );
  return (
    <Section id="retries" title="Retries">
      <ChoiceField
        label="After a failure"
        choices={RETRY_KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }))}
        {...bind('kind', 'retry')}
        error={retry.kind === 'default' ? errorOf('retry') : null}
      />
      {retry.kind === 'schedule' && (
        <TextField
          label="Delays"
          hint="One before each further attempt, such as 5s 5m 2h 1d."
          {...bind('schedule', 'retry.schedule_ms')}
        />
      )}
      {retry.kind === 'growing' && <GrowingFields bind={bind} />}
      {retry.kind !== 'default' && <SharedFields bind={bind} retry={retry} />}
    </Section>
  );
}

function GrowingFields({ bind }: RetryFieldsProps) {
  return (
    <div className="field-pair">
      <TextField label="Attempts" inputMode="numeric" {...bind('maxAttempts', 'retry.max_attempts')} />
      <TextField label="First delay" hint="Such as 1s." {...bind('initialDelay', 'retry.initial_delay_ms')} />
      <TextField label="Each times" inputMode="decimal" {...bind('multiplier', 'retry.backoff_multiplier')} />
      <TextField label="Up to" hint="Such as 1h." {...bind('maxDelay', 'retry.max_delay_ms')} />
    </div>
  );
}

function SharedFields({ bind, retry }: RetryFieldsProps & { readonly retry: RetryForm }) {
  const isRule = RULES.some(({ value }) => value === retry.retryOn);
  const choices = [...RULES, { value: isRule ? '' : retry.retryOn, label: 'These statuses, and no answer' }];
  const retryOn = bind('retryOn', 'retry.retry_on');
  return (
    <div className="field-pair">
      <ChoiceField label="Tried again" choices={choices} {...retryOn} error={isRule ? retryOn.error : null} />
      {!isRule && <TextField label="Statuses" hint="Such as 429, 503." {...retryOn} />}
      <TextField label="Jitter, %" inputMode="decimal" {...bind('jitterPercent', 'retry.jitter')} />
    </div>
  );
}

export function LimitSection({ form, bind, onChange, errorOf }: SectionProps) {
  return (
    <Section id="limits" title="Limits">
      <div className="field-pair">
        <TextField
          label="Timeout, seconds"
          inputMode="decimal"
          placeholder="15"
          {...bind('timeoutSeconds', 'timeout_ms')}
        />
        <TextField
          label="Requests at once"
          inputMode="numeric"
          placeholder="64"
          {...bind('maxInFlight', 'max_in_flight')}
        />
        <TextField
          label="Requests a second"
          inputMode="decimal"
          placeholder="no limit"
          {...bind('requestsPerSecond', 'rate_limit.requests_per_second')}
        />
        <TextField
          label="At once after a rest"
          inputMode="numeric"
          placeholder="as in a second"
          {...bind('burst', 'rate_limit.burst')}
        />
        <TextField
          label="Deliveries an hour"
          inputMode="numeric"
          placeholder="no limit"
          {...bind('perHour', 'rate_limit.per_hour')}
        />
      </div>
      <NamedValuesField
        label="Metadata"
        one="value"
        hint="Yours to use; nothing is sent of it."
        rows={form.metadata}
        error={errorOf('metadata')}
        onChange={(metadata) => {
          onChange({ metadata });
        }}
      />
    </Section>
  );
}
