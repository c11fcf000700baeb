import { faultOfData } from '../../api/event-text.ts';
import { Field, Input, TextArea } from '../../ui/field.tsx';
import { faultsOf } from './publish-faults.ts';

/** What somebody has typed so far. */
export interface TypedEvent {
  readonly type: string;
  readonly dataText: string;
  /** By commas. */
  readonly tags: string;
}

interface PublishFieldsProps {
  readonly draft: TypedEvent;
  /** Of the last try. */
  readonly error: Error | null;
  readonly onChange: (changed: Partial<TypedEvent>) => void;
}

export function PublishFields({ draft: { type, dataText, tags }, error, onChange }: PublishFieldsProps) {
  return (
    <>
      <Field
        label="Type"
        hint="Letters, digits and _ . : / -, as webhooks subscribe to it."
        error={faultsOf(error, 'type')}
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={256}
            placeholder="order.paid"
            value={type}
            onChange={({ target }) => {
              onChange({ type: target.value });
            }}
          />
        )}
      </Field>
      <DataField dataText={dataText} error={error} onChange={onChange} />
      <Field label="Tags" hint="Separated by commas; none are needed." error={faultsOf(error, 'tags')}>
        {(control) => (
          <Input
            {...control}
            placeholder="eu, test"
            value={tags}
            onChange={({ target }) => {
              onChange({ tags: target.value });
            }}
          />
        )}
      </Field>
    </>
  );
}

interface DataFieldProps extends Pick<PublishFieldsProps, 'error' | 'onChange'> {
  readonly dataText: string;
}

function DataField({ dataText, error, onChange }: DataFieldProps) {
  const fault = faultOfData(dataText);
  return (
    <Field
      label="Data"
      hint="A JSON object. It is published as it stands here, to the last digit."
      error={fault === null ? faultsOf(error, 'data') : `The data ${fault}`}
    >
      {(control) => (
        <TextArea
          {...control}
          className="publish-data"
          value={dataText}
          onChange={({ target }) => {
            onChange({ dataText: target.value });
          }}
        />
      )}
    </Field>
  );
}
