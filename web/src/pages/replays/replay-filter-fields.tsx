import { ApiError } from '../../api/api-error.ts';
import type { ReplayFilter } from '../../api/replays.ts';
import { ERROR_NAMES } from '../../ui/error-names.ts';
import { Field, Input, Select } from '../../ui/field.tsx';
import { fromLocalInput, toLocalInput } from '../../parts/created-range.ts';
import { WebhookSelect } from '../../parts/webhook-select.tsx';
import type { ReplayDraft } from './replay-draft.ts';

interface ReplayFilterFieldsProps {
  readonly draft: ReplayDraft;
  readonly onChange: (draft: ReplayDraft) => void;
  /** Of the last count. */
  readonly error: Error | null;
}

type FieldName = keyof ReplayFilter;

/** All of them narrow what the mode means; left empty, none does. */
export function ReplayFilterFields({ draft, onChange, error }: ReplayFilterFieldsProps) {
  const set = (name: FieldName, value: string | undefined): void => {
    const { [name]: _before, ...others } = draft;
    onChange(value === undefined || value === '' ? others : { ...others, [name]: value });
  };
  const props = { draft, set, faultOf: (name: FieldName) => faultOf(error, name) };
  return (
    <section className="card" aria-labelledby="replay-filter">
      <h2 id="replay-filter">Narrowed to</h2>
      <div className="replay-fields">
        <WebhookSelect
          value={draft.webhook_id}
          error={props.faultOf('webhook_id')}
          onChange={(value) => {
            set('webhook_id', value);
          }}
        />
        <TextField {...props} name="event_type" label="Event type" placeholder="order.paid" />
        <TextField {...props} name="tag" label="Tag" placeholder="eu" />
        {draft.mode !== 'missing' && <AttemptFields {...props} />}
        <TimeField {...props} name="created_after" label="Created after" />
        <TimeField {...props} name="created_before" label="Created before" />
        {draft.event_id !== undefined && <TextField {...props} name="event_id" label="Event" />}
      </div>
    </section>
  );
}

interface PartProps {
  readonly draft: ReplayDraft;
  readonly set: (name: FieldName, value: string | undefined) => void;
  readonly faultOf: (name: FieldName) => string | null;
}

interface NamedProps extends PartProps {
  readonly name: FieldName;
  readonly label: string;
  readonly placeholder?: string;
}

function AttemptFields(props: PartProps) {
  const { draft, set, faultOf } = props;
  return (
    <>
      <Field label="Error" error={faultOf('error_type')}>
        {(control) => (
          <Select
            {...control}
            value={draft.error_type ?? ''}
            onChange={({ target }) => {
              set('error_type', target.value);
            }}
          >
            <option value="">Any, or none</option>
            {Object.entries(ERROR_NAMES).map(([type, name]) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TextField {...props} name="response_status" label="Response status" placeholder="503 or 4xx,5xx" />
    </>
  );
}

function TextField({ draft, set, faultOf, name, label, placeholder }: NamedProps) {
  return (
    <Field label={label} error={faultOf(name)}>
      {(control) => (
        <Input
          {...control}
          value={draft[name] ?? ''}
          {...(placeholder === undefined ? {} : { placeholder })}
          onChange={({ target }) => {
            set(name, target.value);
          }}
        />
      )}
    </Field>
  );
}

function TimeField({ draft, set, faultOf, name, label }: NamedProps) {
  return (
    <Field label={label} error={faultOf(name)}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          value={toLocalInput(draft[name])}
          onChange={({ target }) => {
            set(name, fromLocalInput(target.value));
          }}
        />
      )}
    </Field>
  );
}

function faultOf(error: Error | null, name: FieldName): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.faults.find(({ path }) => path === `filter.${name}`)?.message ?? null;
}
