import { useState } from 'react';
import { faultAt } from '../../../api/api-error.ts';
import { useSaveFormat, type Format } from '../../../api/formats.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { JsonField } from '../json-field.tsx';
import { jsonText, readOptionalJson } from '../../../ui/json-text.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { documentOf } from './format-document.ts';

/** What a new one begins as: the time and the body are signed, and the body is the data. */
const START = {
  description: '',
  headers: { 'x-event-id': '{event.id}', 'x-timestamp': '{attempt.timestamp|s}' },
  signature: {
    algorithm: 'hmac-sha256',
    secret: 'whsec',
    header: 'x-signature',
    content: '{attempt.timestamp|s}.{body}',
  },
  body: '{event.data}',
};

interface FormatDialogProps {
  /** What it begins as; null for a simple one. */
  readonly base: Format | null;
  readonly isNew: boolean;
  readonly onClose: () => void;
  readonly onSaved: (name: string) => void;
}

export function FormatDialog({ base, isNew, onClose, onSaved }: FormatDialogProps) {
  const save = useSaveFormat(isNew);
  const [name, setName] = useState(isNew ? '' : (base?.name ?? ''));
  const [text, setText] = useState(jsonText(base === null ? START : documentOf(base)));
  const [fault, setFault] = useState<string | null>(null);
  const submit = (): void => {
    const reading = readOptionalJson(text);
    setFault(reading.fault);
    if (reading.fault !== null) return;
    // What does not belong into it is for the API to say.
    save.mutate(
      { ...reading.value, name },
      {
        onSuccess: () => {
          onClose();
          onSaved(name);
        },
      },
    );
  };
  return (
    <FormDialog
      title={isNew ? 'New format' : `Change ${name}`}
      description={isNew ? undefined : 'The next request of every webhook that has it is of the new form.'}
      action="Save"
      size="wide"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        isRequired
        isDisabled={!isNew}
        placeholder="acme"
        value={name}
        error={faultAt(save.error, 'name')}
        onChange={setName}
      />
      <JsonField
        label="Document"
        hint="Headers, signature and body with placeholders: docs/formats.md has them all."
        text={text}
        error={fault}
        onChange={setText}
      />
    </FormDialog>
  );
}
