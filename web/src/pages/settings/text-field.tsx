import type { ReactNode } from 'react';
import { Field, Input } from '../../ui/field.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: string;
  readonly error?: string | null;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  /** Whole numbers from this one on. */
  readonly min?: number;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

/** A line of text, or a number where there is a least one. */
export function TextField(props: TextFieldProps) {
  const { label, hint, value, error = null, isRequired, isDisabled, min, placeholder, onChange } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          type={min === undefined ? 'text' : 'number'}
          min={min}
          required={isRequired}
          disabled={isDisabled}
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
