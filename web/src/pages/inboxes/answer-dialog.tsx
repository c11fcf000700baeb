import { useState } from 'react';
import { faultAt } from '../../api/api-error.ts';
import { useUpdateInbox, type Inbox, type InboxBody } from '../../api/inboxes.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast-context.ts';

interface AnswerDialogProps {
  readonly inbox: Inbox;
  readonly onClose: () => void;
}

type NumberName = 'status' | 'delay_ms' | 'fail_times' | 'fail_status';

interface NumberField {
  readonly name: NumberName;
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
}

/** The bounds are those of the API's document. */
const NUMBERS: readonly NumberField[] = [
  { name: 'status', label: 'Status', min: 200, max: 599 },
  { name: 'delay_ms', label: 'Waits, in ms', min: 0, max: 30_000 },
  { name: 'fail_times', label: 'Fails first, times', hint: 'From the next request on.', min: 0, max: 1_000 },
  { name: 'fail_status', label: 'Status while it fails', min: 200, max: 599 },
];

export function AnswerDialog({ inbox, onClose }: AnswerDialogProps) {
  const update = useUpdateInbox(inbox.id);
  const showToast = useToast();
  const [name, setName] = useState(inbox.name);
  const [body, setBody] = useState(inbox.response_body);
  const [numbers, setNumbers] = useState<Readonly<Record<NumberName, string>>>({
    status: String(inbox.status),
    delay_ms: String(inbox.delay_ms),
    fail_times: String(inbox.failures_left),
    fail_status: String(inbox.fail_status),
  });
  const submit = (): void => {
    const entries = NUMBERS.map((field) => [field.name, Number(numbers[field.name])]);
    const changed: InboxBody = { name, response_body: body, ...Object.fromEntries(entries) };
    update.mutate(changed, {
      onSuccess: () => {
        showToast({ text: 'The inbox answers so from now on' });
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title="What it answers"
      action="Save"
      isBusy={update.isPending}
      error={update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Name" value={name} onChange={setName} error={faultAt(update.error, 'name')} />
      <div className="field-pair">
        {NUMBERS.map((field) => (
          <NumberInput
            key={field.name}
            field={field}
            value={numbers[field.name]}
            error={faultAt(update.error, field.name)}
            onChange={(value) => {
              setNumbers({ ...numbers, [field.name]: value });
            }}
          />
        ))}
      </div>
      <Field label="Body" error={faultAt(update.error, 'response_body')}>
        {(control) => (
          <TextArea
            {...control}
            className="answer-body"
            value={body}
            onChange={({ target }) => {
              setBody(target.value);
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

function TextField({ label, value, error, onChange }: TextFieldProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Input
          {...control}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}

interface NumberInputProps extends Omit<TextFieldProps, 'label'> {
  readonly field: NumberField;
}

function NumberInput({ field: { label, hint, min, max }, value, error, onChange }: NumberInputProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          type="number"
          required
          min={min}
          max={max}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}
