import { useState } from 'react';
import { Field, Input, Select } from '../../ui/field.tsx';
import { STATUS_LOOKS } from '../../ui/status-looks.ts';
import { WebhookSelect } from '../../parts/webhook-select.tsx';
import { OUTCOMES, type TailFilter } from './tail-filter.ts';

interface TailFiltersProps {
  readonly filter: TailFilter;
  readonly onChange: (filter: TailFilter) => void;
}

export function TailFilters({ filter, onChange }: TailFiltersProps) {
  const set = (name: keyof TailFilter, value: string | undefined): void => {
    const { [name]: _before, ...others } = filter;
    onChange(value === undefined || value === '' ? others : { ...others, [name]: value });
  };
  return (
    <search className="tail-filters" aria-label="Filters">
      <WebhookSelect
        value={filter.webhook_id}
        onChange={(value) => {
          set('webhook_id', value);
        }}
      />
      <AppliedText label="Event type" placeholder="order.paid" name="event_type" filter={filter} set={set} />
      <Field label="Outcome">
        {(control) => (
          <Select
            {...control}
            value={filter.outcome ?? ''}
            onChange={({ target }) => {
              set('outcome', target.value);
            }}
          >
            <option value="">Any outcome</option>
            {OUTCOMES.map((outcome) => (
              <option key={outcome} value={outcome}>
                {STATUS_LOOKS[outcome].label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <AppliedText label="Tag" placeholder="eu" name="tag" filter={filter} set={set} />
    </search>
  );
}

interface AppliedTextProps {
  readonly label: string;
  readonly placeholder: string;
  readonly name: 'event_type' | 'tag';
  readonly filter: TailFilter;
  readonly set: (name: keyof TailFilter, value: string) => void;
}

/** Holds on Enter, or when it is left: each letter would open another stream. */
function AppliedText({ label, placeholder, name, filter, set }: AppliedTextProps) {
  const applied = filter[name] ?? '';
  const [text, setText] = useState(applied);
  const apply = (): void => {
    if (text.trim() !== applied) set(name, text.trim());
  };
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          placeholder={placeholder}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
          }}
          onBlur={apply}
          onKeyDown={({ key }) => {
            if (key === 'Enter') apply();
          }}
        />
      )}
    </Field>
  );
}
