import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { useRotateSecret, type RotateSecretBody, type WebhookSecrets } from '../../../api/webhook-secrets.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast-context.ts';
import { faultAt } from '../form/form-faults.ts';
import { SIGNATURES } from '../form/webhook-form.ts';

const OVERLAPS = [
  { seconds: 86_400, label: 'for a day' },
  { seconds: 3_600, label: 'for an hour' },
  { seconds: 604_800, label: 'for a week' },
  { seconds: 0, label: 'not at all: it ends at once' },
] as const;

interface RotateDialogProps {
  readonly webhook: Webhook;
  readonly onDone: (secrets: WebhookSecrets) => void;
  readonly onClose: () => void;
}

export function RotateDialog({ webhook, onDone, onClose }: RotateDialogProps) {
  const [overlap, setOverlap] = useState<string>(String(OVERLAPS[0].seconds));
  const [signature, setSignature] = useState('');
  const [secret, setSecret] = useState('');
  const { mutate, isPending, error } = useRotateSecret(webhook.id);
  const showToast = useToast();
  const rotate = (): void => {
    mutate(bodyOf({ overlap, signature, secret }), {
      onSuccess: (secrets) => {
        showToast({ text: 'The secret is rotated: give the new one to the receiver.' });
        onDone(secrets);
      },
    });
  };
  const faults = error instanceof ApiError ? error.faults : [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Rotate the secret"
      description="A new secret signs from now on. While the present one signs beside it, receivers can change over without a request that they refuse."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isBusy={isPending} onClick={rotate}>
            Rotate
          </Button>
        </>
      }
    >
      <Field label="The present one signs beside it" error={faultAt(faults, 'overlap_seconds')}>
        {(control) => (
          <Select {...control} value={overlap} onChange={({ target }) => { setOverlap(target.value); }}>
            {OVERLAPS.map(({ seconds, label }) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Kind" error={faultAt(faults, 'signature')}>
        {(control) => (
          <Select {...control} value={signature} onChange={({ target }) => { setSignature(target.value); }}>
            <option value="">as now</option>
            {SIGNATURES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Secret" hint="Empty: one is generated." error={faultAt(faults, 'secret')}>
        {(control) => <Input {...control} value={secret} onChange={({ target }) => { setSecret(target.value); }} />}
      </Field>
      {error !== null && <ErrorState error={error} isInline />}
    </Dialog>
  );
}

interface Asked {
  readonly overlap: string;
  readonly signature: string;
  readonly secret: string;
}

function bodyOf({ overlap, signature, secret }: Asked): RotateSecretBody {
  const kind = SIGNATURES.find((one) => one === signature);
  return {
    overlap_seconds: Number(overlap),
    ...(kind === undefined ? {} : { signature: kind }),
    ...(secret === '' ? {} : { secret }),
  };
}
