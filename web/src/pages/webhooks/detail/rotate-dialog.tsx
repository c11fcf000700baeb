import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { useRotateSecret, type RotateSecretBody, type WebhookSecrets } from '../../../api/webhook-secrets.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { useToast } from '../../../ui/toast-context.ts';
import { createBind, type Bind } from '../form/bound-field.ts';
import { faultAt } from '../form/form-faults.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { SIGNATURES } from '../form/webhook-form.ts';

const OVERLAPS = [
  { seconds: 86_400, label: 'for a day' },
  { seconds: 3_600, label: 'for an hour' },
  { seconds: 604_800, label: 'for a week' },
  { seconds: 0, label: 'not at all: it ends at once' },
] as const;

const KINDS = [{ value: '', label: 'as now' }, ...SIGNATURES.map((one) => ({ value: one, label: one }))];

interface RotateDialogProps {
  readonly webhook: Webhook;
  readonly onDone: (secrets: WebhookSecrets) => void;
  readonly onClose: () => void;
}

export function RotateDialog({ webhook, onDone, onClose }: RotateDialogProps) {
  const [asked, setAsked] = useState<Asked>({
    overlap: String(OVERLAPS[0].seconds),
    signature: '',
    secret: '',
  });
  const { mutate, isPending, error } = useRotateSecret(webhook.id);
  const showToast = useToast();
  const rotate = (): void => {
    mutate(bodyOf(asked), {
      onSuccess: (secrets) => {
        showToast({ text: 'The secret is rotated: give the new one to the receiver.' });
        onDone(secrets);
      },
    });
  };
  const faults = error instanceof ApiError ? error.faults : [];
  const onChange = (changed: Partial<Asked>): void => {
    setAsked((before) => ({ ...before, ...changed }));
  };
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
      <RotateFields bind={createBind(asked, onChange, (path) => faultAt(faults, path))} />
      {error !== null && <ErrorState error={error} isInline />}
    </Dialog>
  );
}

function RotateFields({ bind }: { readonly bind: Bind<Asked> }) {
  return (
    <>
      <ChoiceField
        label="The present one signs beside it"
        choices={OVERLAPS.map(({ seconds, label }) => ({ value: String(seconds), label }))}
        {...bind('overlap', 'overlap_seconds')}
      />
      <ChoiceField label="Kind" choices={KINDS} {...bind('signature', 'signature')} />
      <TextField label="Secret" hint="Empty: one is generated." {...bind('secret', 'secret')} />
    </>
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
