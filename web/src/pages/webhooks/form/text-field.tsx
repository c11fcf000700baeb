import type { ReactNode } from 'react';
import { Field, Input, TextArea } from '../../../ui/field.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly type?: 'text' | 'url';
  readonly inputMode?: 'decimal' | 'numeric';
  /** More than one makes an area. */
  readonly rows?: number;
  readonly isRequired?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, error = null, hint, rows = 1, isRequired = false, ...rest } = props;
  const { type, ...shared } = rest;
  return (
    <Field label={label} error={error} {...(hint === undefined ? {} : { hint })}>
      {(control) =>
        rows > 1 ? (
          <TextArea
            {...control}
            {...shared}
            className="short-area"
            rows={rows}
            value={value}
            onChange={({ target }) => {
              onChange(target.value);
            }}
          />
        ) : (
          <Input
            {...control}
            {...shared}
            {...(type === undefined ? {} : { type })}
            required={isRequired}
            value={value}
            onChange={({ target }) => {
              onChange(target.value);
            }}
          />
        )
      }
    </Field>
  );
}

interface ChoiceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

export function ChoiceField({ label, value, onChange, error = null, hint, choices }: ChoiceFieldProps) {
  return (
    <Field label={label} error={error} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <select
          {...control}
          className="input select"
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
        </select>
      )}
    </Field>
  );
}
