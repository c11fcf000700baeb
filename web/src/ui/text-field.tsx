import type { ReactNode } from 'react';
import { Field, Input, TextArea } from './field.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly type?: 'text' | 'url' | 'number';
  readonly inputMode?: 'decimal' | 'numeric';
  readonly min?: number;
  readonly max?: number;
  /** More than one makes an area. */
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
}

/** A line of text or a number, or an area of some lines. */
export function TextField(props: TextFieldProps) {
  const { label, onChange, error = null, hint, isRequired, isDisabled, rows = 1, ...rest } = props;
  const { type, min, max, ...shared } = { ...rest, required: isRequired, disabled: isDisabled };
  const changed = ({ target }: { readonly target: { readonly value: string } }): void => {
    onChange(target.value);
  };
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) =>
        rows > 1 ? (
          <TextArea {...control} {...shared} className="short-area" rows={rows} onChange={changed} />
        ) : (
          <Input {...control} {...shared} type={type} min={min} max={max} onChange={changed} />
        )
      }
    </Field>
  );
}
