import { useNavigate } from '@tanstack/react-router';
import { useCan, useSession } from '../../../api/session.ts';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { ACTION_WORDS, ACTIONS, ACTOR_KINDS, ACTOR_WORDS } from './audit-actions.ts';
import { readAuditSearch, type AuditSearch } from './audit-search.ts';

export function AuditFilterBar({ search }: { readonly search: AuditSearch }) {
  const navigate = useNavigate({ from: '/settings/audit' });
  const isAdmin = useCan('admin');
  const { is_of_every_tenant: isOperator } = useSession();
  const change = (of: keyof AuditSearch) => (value: string | boolean) => {
    void navigate({ search: readAuditSearch({ ...search, [of]: value }), replace: true });
  };
  return (
    <search className="card audit-filters">
      <Choice
        label="What"
        value={search.action}
        words={ACTION_WORDS}
        choices={ACTIONS}
        onChange={change('action')}
      />
      <Choice
        label="Who"
        value={search.actor_kind}
        words={ACTOR_WORDS}
        choices={ACTOR_KINDS}
        onChange={change('actor_kind')}
      />
      <TextFilter
        label="Of"
        placeholder="wh_…, or a name"
        value={search.object_id}
        onChange={change('object_id')}
      />
      <TextFilter label="From" type="date" value={search.from} onChange={change('from')} />
      <TextFilter label="To" type="date" value={search.to} onChange={change('to')} />
      {isAdmin && isOperator && (
        <Checkbox
          label="Of every tenant, and of none"
          className="audit-all"
          checked={search.all === true}
          onChange={({ target }) => {
            change('all')(target.checked);
          }}
        />
      )}
    </search>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly words: Readonly<Record<Value, string>>;
  readonly choices: readonly Value[];
  readonly onChange: (value: string) => void;
}

function Choice<Value extends string>({ label, value, words, choices, onChange }: ChoiceProps<Value>) {
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={value ?? ''}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        >
          <option value="">Any</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {words[choice]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

interface TextFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly type?: 'text' | 'date';
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

function TextFilter({ label, value = '', type = 'text', placeholder, onChange }: TextFilterProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type={type}
          placeholder={placeholder}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}
