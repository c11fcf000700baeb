import { Section, type SectionProps } from './form-sections.tsx';
import { NamedValuesField } from './named-values-field.tsx';
import { RETRY_KINDS, type RetryForm, type RetryKind } from './retry-form.ts';
import { ChoiceField, TextField } from './text-field.tsx';

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
  readonly retry: RetryForm;
  readonly onChange: (changed: Partial<RetryForm>) => void;
  readonly errorOf: SectionProps['errorOf'];
}

export function RetrySection({ form: { retry }, onChange, errorOf }: SectionProps) {
  const change = (changed: Partial<RetryForm>): void => {
    onChange({ retry: { ...retry, ...changed } });
  };
  const fields = { retry, onChange: change, errorOf };
  return (
    <Section id="retries" title="Retries">
      <ChoiceField
        label="After a failure"
        value={retry.kind}
        error={retry.kind === 'default' ? errorOf('retry') : null}
        choices={RETRY_KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind] }))}
        onChange={(value) => { change({ kind: RETRY_KINDS.find((kind) => kind === value) ?? 'default' }); }}
      />
      {retry.kind === 'schedule' && (
        <TextField
          label="Delays"
          hint="One before each further attempt, such as 5s 5m 2h 1d."
          value={retry.schedule}
          error={errorOf('retry.schedule_ms')}
          onChange={(schedule) => { change({ schedule }); }}
        />
      )}
      {retry.kind === 'growing' && <GrowingFields {...fields} />}
      {retry.kind !== 'default' && <SharedFields {...fields} />}
    </Section>
  );
}

function GrowingFields({ retry, onChange, errorOf }: RetryFieldsProps) {
  return (
    <div className="field-pair">
      <TextField
        label="Attempts"
        inputMode="numeric"
        value={retry.maxAttempts}
        error={errorOf('retry.max_attempts')}
        onChange={(maxAttempts) => { onChange({ maxAttempts }); }}
      />
      <TextField
        label="First delay"
        hint="Such as 1s."
        value={retry.initialDelay}
        error={errorOf('retry.initial_delay_ms')}
        onChange={(initialDelay) => { onChange({ initialDelay }); }}
      />
      <TextField
        label="Each times"
        inputMode="decimal"
        value={retry.multiplier}
        error={errorOf('retry.backoff_multiplier')}
        onChange={(multiplier) => { onChange({ multiplier }); }}
      />
      <TextField
        label="Up to"
        hint="Such as 1h."
        value={retry.maxDelay}
        error={errorOf('retry.max_delay_ms')}
        onChange={(maxDelay) => { onChange({ maxDelay }); }}
      />
    </div>
  );
}

function SharedFields({ retry, onChange, errorOf }: RetryFieldsProps) {
  const isRule = RULES.some(({ value }) => value === retry.retryOn);
  const choices = [...RULES, { value: isRule ? '' : retry.retryOn, label: 'These statuses, and no answer' }];
  return (
    <div className="field-pair">
      <ChoiceField
        label="Tried again"
        value={retry.retryOn}
        error={isRule ? errorOf('retry.retry_on') : null}
        choices={choices}
        onChange={(retryOn) => { onChange({ retryOn }); }}
      />
      {!isRule && (
        <TextField
          label="Statuses"
          hint="Such as 429, 503."
          value={retry.retryOn}
          error={errorOf('retry.retry_on')}
          onChange={(retryOn) => { onChange({ retryOn }); }}
        />
      )}
      <TextField
        label="Jitter, %"
        inputMode="decimal"
        value={retry.jitterPercent}
        error={errorOf('retry.jitter')}
        onChange={(jitterPercent) => { onChange({ jitterPercent }); }}
      />
    </div>
  );
}

export function LimitSection({ form, onChange, errorOf }: SectionProps) {
  return (
    <Section id="limits" title="Limits">
      <div className="field-pair">
        <TextField
          label="Timeout, seconds"
          inputMode="decimal"
          placeholder="15"
          value={form.timeoutSeconds}
          error={errorOf('timeout_ms')}
          onChange={(timeoutSeconds) => { onChange({ timeoutSeconds }); }}
        />
        <TextField
          label="Requests at once"
          inputMode="numeric"
          placeholder="64"
          value={form.maxInFlight}
          error={errorOf('max_in_flight')}
          onChange={(maxInFlight) => { onChange({ maxInFlight }); }}
        />
        <TextField
          label="Requests a second"
          inputMode="decimal"
          placeholder="no limit"
          value={form.requestsPerSecond}
          error={errorOf('rate_limit.requests_per_second')}
          onChange={(requestsPerSecond) => { onChange({ requestsPerSecond }); }}
        />
        <TextField
          label="At once after a rest"
          inputMode="numeric"
          placeholder="as in a second"
          value={form.burst}
          error={errorOf('rate_limit.burst')}
          onChange={(burst) => { onChange({ burst }); }}
        />
        <TextField
          label="Deliveries an hour"
          inputMode="numeric"
          placeholder="no limit"
          value={form.perHour}
          error={errorOf('rate_limit.per_hour')}
          onChange={(perHour) => { onChange({ perHour }); }}
        />
      </div>
      <NamedValuesField
        label="Metadata"
        one="value"
        hint="Yours to use; nothing is sent of it."
        rows={form.metadata}
        error={errorOf('metadata')}
        onChange={(metadata) => { onChange({ metadata }); }}
      />
    </Section>
  );
}
