import type { ReactNode } from 'react';
import { Field, Select } from './field.tsx';

interface ChoiceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** One of a few. */
export function ChoiceField({ label, value, onChange, error = null, hint, choices }: ChoiceFieldProps) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
