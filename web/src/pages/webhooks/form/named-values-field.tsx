import { Button, IconButton } from '../../../ui/button.tsx';
import { Input } from '../../../ui/field.tsx';
import type { NamedValue } from './webhook-form.ts';

interface NamedValuesFieldProps {
  readonly label: string;
  /** One of them: "header". */
  readonly one: string;
  readonly rows: readonly NamedValue[];
  readonly onChange: (rows: readonly NamedValue[]) => void;
  readonly error: string | null;
  readonly hint: string;
}

/** Names and values, as many as there are. */
export function NamedValuesField({ label, one, rows, onChange, error, hint }: NamedValuesFieldProps) {
  const change = (place: number, changed: Partial<NamedValue>): void => {
    onChange(rows.map((row, index) => (index === place ? { ...row, ...changed } : row)));
  };
  return (
    <fieldset className="named-values">
      <legend className="field-label">{label}</legend>
      {rows.map(({ name, value }, place) => (
        <div key={place} className="named-value">
          <Input
            aria-label={`Name of ${one} ${String(place + 1)}`}
            placeholder="Name"
            value={name}
            onChange={({ target }) => {
              change(place, { name: target.value });
            }}
          />
          <Input
            aria-label={`Value of ${one} ${String(place + 1)}`}
            placeholder="Value"
            value={value}
            onChange={({ target }) => {
              change(place, { value: target.value });
            }}
          />
          <IconButton
            icon="trash"
            label={`Remove ${one} ${String(place + 1)}`}
            onClick={() => {
              onChange(rows.filter((_, index) => index !== place));
            }}
          />
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          onClick={() => {
            onChange([...rows, { name: '', value: '' }]);
          }}
        >
          Add a {one}
        </Button>
      </div>
      <div className={error === null ? 'field-hint' : 'field-error'}>{error ?? hint}</div>
    </fieldset>
  );
}
