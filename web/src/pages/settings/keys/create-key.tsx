import { useState } from 'react';
import { faultAt } from '../../../api/api-error.ts';
import { useCreateKey, type KeyScope } from '../../../api/keys.ts';
import { useSession } from '../../../api/session.ts';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { EXPIRIES, expiresAt, expiryLabel, type Expiry } from './expiry.ts';
import { SCOPES } from './scopes.ts';
import type { KeyToShow } from './shown-key.tsx';

interface CreateKeyProps {
  readonly onClose: () => void;
  readonly onMade: (key: KeyToShow) => void;
}

export function CreateKey({ onClose, onMade }: CreateKeyProps) {
  const { is_of_every_tenant: isOperator } = useSession();
  const create = useCreateKey();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly KeyScope[]>(['publish']);
  const [expiry, setExpiry] = useState<Expiry>('never');
  const [isOfAll, setIsOfAll] = useState(false);
  const submit = (): void => {
    const body = {
      name,
      scopes: [...scopes],
      expires_at: expiresAt(expiry, Date.now()),
      ...(isOfAll ? { all_tenants: true } : {}),
    };
    create.mutate(body, {
      onSuccess: ({ key }) => {
        if (key === null) onClose();
        else onMade({ name, key });
      },
    });
  };
  return (
    <FormDialog
      title="New key"
      action="Make the key"
      isBusy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <NameField name={name} onChange={setName} error={faultAt(create.error, 'name')} />
      <ScopeChoices scopes={scopes} onChange={setScopes} />
      <ExpiryField expiry={expiry} onChange={setExpiry} />
      {isOperator && (
        <Checkbox
          label="Reaches every tenant, not only this one"
          checked={isOfAll}
          onChange={({ target }) => {
            setIsOfAll(target.checked);
          }}
        />
      )}
    </FormDialog>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
  readonly error: string | null;
}

function NameField({ name, onChange, error }: NameFieldProps) {
  return (
    <Field label="Name" hint="Who uses it, and where: “shop, production”." error={error}>
      {(control) => (
        <Input
          {...control}
          required
          maxLength={200}
          value={name}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}

interface ScopeChoicesProps {
  readonly scopes: readonly KeyScope[];
  readonly onChange: (scopes: readonly KeyScope[]) => void;
}

function ScopeChoices({ scopes, onChange }: ScopeChoicesProps) {
  return (
    <fieldset className="choice-group">
      <legend>It may</legend>
      {SCOPES.map(({ scope, meaning }) => (
        <Checkbox
          key={scope}
          label={
            <>
              <code>{scope}</code> <span className="muted">{meaning}</span>
            </>
          }
          checked={scopes.includes(scope)}
          onChange={({ target }) => {
            onChange(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope));
          }}
        />
      ))}
    </fieldset>
  );
}

interface ExpiryFieldProps {
  readonly expiry: Expiry;
  readonly onChange: (expiry: Expiry) => void;
}

function ExpiryField({ expiry, onChange }: ExpiryFieldProps) {
  return (
    <Field label="Ends">
      {(control) => (
        <Select
          {...control}
          value={expiry}
          onChange={({ target }) => {
            onChange(EXPIRIES.find((one) => one === target.value) ?? 'never');
          }}
        >
          {EXPIRIES.map((one) => (
            <option key={one} value={one}>
              {expiryLabel(one)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
