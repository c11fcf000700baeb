import { useState } from 'react';
import { faultAt } from '../../../api/api-error.ts';
import { useSaveTenant, type Tenant } from '../../../api/tenants.ts';
import { Field, Select } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { limitsOf, limitTexts, QUOTAS, RETENTION, type LimitTexts } from './tenant-limits.ts';
import { tenantName } from './tenant-name.ts';

const VALIDATIONS = [
  { value: 'off', label: 'Are not looked at' },
  { value: 'warn', label: 'Are warned of' },
  { value: 'reject', label: 'Are refused' },
] as const;

interface TenantDialogProps {
  /** Null for a new one. */
  readonly tenant: Tenant | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}

export function TenantDialog({ tenant, onClose, onSaved }: TenantDialogProps) {
  const save = useSaveTenant(tenant?.id ?? null);
  const [name, setName] = useState(tenant?.name ?? '');
  const [uid, setUid] = useState(tenant?.uid ?? '');
  const [validation, setValidation] = useState<Tenant['validation']>(tenant?.validation ?? 'off');
  const [limits, setLimits] = useState<LimitTexts>(tenant === null ? {} : limitTexts(tenant));
  const submit = (): void => {
    const body = { name, uid: uid === '' ? null : uid, validation, ...limitsOf(limits) };
    save.mutate(body, {
      onSuccess: ({ id }) => {
        onClose();
        onSaved(id);
      },
    });
  };
  const limitsProps = { limits, onChange: setLimits, error: save.error };
  return (
    <FormDialog
      title={tenant === null ? 'New tenant' : `Change ${tenantName(tenant)}`}
      action="Save"
      size="wide"
      isBusy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="field-pair">
        <TextField label="Name" value={name} error={faultAt(save.error, 'name')} onChange={setName} />
        <TextField
          label="uid"
          hint="A name of your own, taken wherever its id is."
          value={uid}
          error={faultAt(save.error, 'uid')}
          onChange={setUid}
        />
        <ValidationField value={validation} onChange={setValidation} />
      </div>
      <LimitFields {...limitsProps} legend="At most" of="quotas" fields={QUOTAS} />
      <LimitFields {...limitsProps} legend="Days that are kept" of="retention" fields={RETENTION} />
    </FormDialog>
  );
}

interface ValidationFieldProps {
  readonly value: Tenant['validation'];
  readonly onChange: (value: Tenant['validation']) => void;
}

function ValidationField({ value, onChange }: ValidationFieldProps) {
  return (
    <Field label="Events that break their schema">
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={({ target }) => {
            onChange(VALIDATIONS.find((one) => one.value === target.value)?.value ?? 'off');
          }}
        >
          {VALIDATIONS.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

interface LimitFieldsProps {
  readonly legend: string;
  readonly of: 'quotas' | 'retention';
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  readonly limits: LimitTexts;
  readonly error: Error | null;
  readonly onChange: (limits: LimitTexts) => void;
}

function LimitFields({ legend, of, fields, limits, error, onChange }: LimitFieldsProps) {
  return (
    <fieldset className="choice-group">
      <legend>{legend}</legend>
      <div className="field-pair">
        {fields.map(({ name, label }) => (
          <TextField
            key={name}
            label={label}
            type="number"
            min={0}
            placeholder="as the installation"
            value={limits[name] ?? ''}
            error={faultAt(error, `${of}.${name}`)}
            onChange={(text) => {
              onChange({ ...limits, [name]: text });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
