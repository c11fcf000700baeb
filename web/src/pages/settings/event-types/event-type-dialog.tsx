import { useState } from 'react';
import { faultAt } from '../../../api/api-error.ts';
import { useSaveEventType, type EventType } from '../../../api/event-types.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { JsonField } from '../json-field.tsx';
import { jsonText, readJsonObject } from '../json-text.ts';
import { TextField } from '../text-field.tsx';

interface EventTypeDialogProps {
  /** Null for a new one. */
  readonly eventType: EventType | null;
  readonly onClose: () => void;
  readonly onSaved: (name: string) => void;
}

export function EventTypeDialog({ eventType, onClose, onSaved }: EventTypeDialogProps) {
  const save = useSaveEventType(eventType === null);
  const [name, setName] = useState(eventType?.name ?? '');
  const [description, setDescription] = useState(eventType?.description ?? '');
  const [schemaText, setSchemaText] = useState(jsonText(eventType?.schema ?? null));
  const [exampleText, setExampleText] = useState(jsonText(eventType?.example ?? null));
  const [isChecked, setIsChecked] = useState(false);
  const schema = readJsonObject(schemaText);
  const example = readJsonObject(exampleText);
  const submit = (): void => {
    setIsChecked(true);
    if ('fault' in schema || 'fault' in example) return;
    const body = { name, description, schema: schema.value, example: example.value };
    save.mutate(body, {
      onSuccess: () => {
        onClose();
        onSaved(name);
      },
    });
  };
  const faultOf = (reading: typeof schema, path: string): string | null =>
    isChecked && 'fault' in reading ? reading.fault : faultAt(save.error, path);
  return (
    <FormDialog
      title={eventType === null ? 'Describe an event type' : `Change ${eventType.name}`}
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
        isDisabled={eventType !== null}
        placeholder="order.paid"
        value={name}
        error={faultAt(save.error, 'name')}
        onChange={setName}
      />
      <TextField
        label="Description"
        value={description}
        error={faultAt(save.error, 'description')}
        onChange={setDescription}
      />
      <JsonField
        label="JSON Schema of its data"
        hint="Draft 2020-12, or draft-07 where its $schema says so. Empty: anything goes."
        text={schemaText}
        error={faultOf(schema, 'schema')}
        onChange={setSchemaText}
      />
      <JsonField
        label="Example of its data"
        text={exampleText}
        error={faultOf(example, 'example')}
        onChange={setExampleText}
      />
    </FormDialog>
  );
}
