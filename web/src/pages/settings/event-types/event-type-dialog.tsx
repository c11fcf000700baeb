import { useState } from 'react';
import { faultAt } from '../../../api/api-error.ts';
import { useSaveEventType, type EventType } from '../../../api/event-types.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { JsonField } from '../json-field.tsx';
import { jsonText, readOptionalJson, type JsonReading } from '../../../ui/json-text.ts';
import { TextField } from '../../../ui/text-field.tsx';

/** The fields as they are typed. */
function textsOf(eventType: EventType | null) {
  return {
    name: eventType?.name ?? '',
    description: eventType?.description ?? '',
    schema: jsonText(eventType?.schema ?? null),
    example: jsonText(eventType?.example ?? null),
  };
}

type Texts = ReturnType<typeof textsOf>;

interface EventTypeDialogProps {
  /** Null for a new one. */
  readonly eventType: EventType | null;
  readonly onClose: () => void;
  readonly onSaved: (name: string) => void;
}

/** What is typed, and the properties of the fields for it. */
function useTexts(eventType: EventType | null, error: Error | null) {
  const [texts, setTexts] = useState(textsOf(eventType));
  const bind = (of: keyof Texts) => ({
    error: faultAt(error, of),
    onChange: (text: string) => {
      setTexts({ ...texts, [of]: text });
    },
  });
  const bindJson = (of: keyof Texts, reading: JsonReading, isChecked: boolean) => ({
    ...bind(of),
    text: texts[of],
    ...(isChecked && reading.fault !== null ? { error: reading.fault } : {}),
  });
  return { texts, bind, bindJson };
}

export function EventTypeDialog({ eventType, onClose, onSaved }: EventTypeDialogProps) {
  const save = useSaveEventType(eventType === null);
  const { texts, bind, bindJson } = useTexts(eventType, save.error);
  const [isChecked, setIsChecked] = useState(false);
  const [schema, example] = [readOptionalJson(texts.schema), readOptionalJson(texts.example)];
  const submit = (): void => {
    setIsChecked(true);
    if (schema.fault !== null || example.fault !== null) return;
    const body = { ...texts, schema: schema.value, example: example.value };
    save.mutate(body, {
      onSuccess: () => {
        onClose();
        onSaved(texts.name);
      },
    });
  };
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
        value={texts.name}
        {...bind('name')}
      />
      <TextField label="Description" value={texts.description} {...bind('description')} />
      <JsonField
        label="JSON Schema of its data"
        hint="Draft 2020-12, or draft-07 where its $schema says so. Empty: anything goes."
        {...bindJson('schema', schema, isChecked)}
      />
      <JsonField label="Example of its data" {...bindJson('example', example, isChecked)} />
    </FormDialog>
  );
}
