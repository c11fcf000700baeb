import type { ReactNode } from 'react';
import { Field, TextArea } from '../../ui/field.tsx';

interface JsonFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly text: string;
  readonly error: string | null;
  readonly onChange: (text: string) => void;
}

export function JsonField({ label, hint, text, error, onChange }: JsonFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <TextArea
          {...control}
          value={text}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}
