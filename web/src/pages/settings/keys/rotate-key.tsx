import { useState } from 'react';
import { useRotateKey, type ApiKey } from '../../../api/keys.ts';
import { Field, Select } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import type { KeyToShow } from './shown-key.tsx';

const OVERLAPS = [
  { seconds: 86_400, label: 'For another day' },
  { seconds: 3_600, label: 'For another hour' },
  { seconds: 604_800, label: 'For another week' },
  { seconds: 0, label: 'Not at all' },
] as const;

interface RotateKeyProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
  readonly onMade: (key: KeyToShow) => void;
}

export function RotateKey({ apiKey: { id, name }, onClose, onMade }: RotateKeyProps) {
  const rotate = useRotateKey(id);
  const [overlapSeconds, setOverlapSeconds] = useState<number>(OVERLAPS[0].seconds);
  const submit = (): void => {
    rotate.mutate(overlapSeconds, {
      onSuccess: ({ key }) => {
        onMade({ name, key });
      },
    });
  };
  return (
    <FormDialog
      title={`Rotate ${name}`}
      description="It gets another secret, with the same id and scopes."
      action="Rotate"
      isBusy={rotate.isPending}
      error={rotate.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="The present secret stays good" hint="Until everybody who has it has taken the new one.">
        {(control) => (
          <Select
            {...control}
            value={overlapSeconds}
            onChange={({ target }) => {
              setOverlapSeconds(Number(target.value));
            }}
          >
            {OVERLAPS.map(({ seconds, label }) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
