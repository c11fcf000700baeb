import { useState } from 'react';
import { faultAt } from '../../api/api-error.ts';
import { useUpdateInbox, type Inbox, type InboxBody } from '../../api/inboxes.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useToast } from '../../ui/toast-context.ts';

interface AnswerDialogProps {
  readonly inbox: Inbox;
  readonly onClose: () => void;
}

/** The fields as they are typed. */
function formOf(inbox: Inbox) {
  return {
    name: inbox.name,
    response_body: inbox.response_body,
    status: String(inbox.status),
    delay_ms: String(inbox.delay_ms),
    fail_times: String(inbox.failures_left),
    fail_status: String(inbox.fail_status),
  };
}

type Form = ReturnType<typeof formOf>;

function bodyOf(form: Form): InboxBody {
  return {
    name: form.name,
    response_body: form.response_body,
    status: Number(form.status),
    delay_ms: Number(form.delay_ms),
    fail_times: Number(form.fail_times),
    fail_status: Number(form.fail_status),
  };
}

/** The bounds are those of the API's document. */
const NUMBERS = [
  { of: 'status', label: 'Status', min: 200, max: 599 },
  { of: 'delay_ms', label: 'Waits, in ms', min: 0, max: 30_000 },
  { of: 'fail_times', label: 'Fails first, times', hint: 'From the next request on.', min: 0, max: 1_000 },
  { of: 'fail_status', label: 'Status while it fails', min: 200, max: 599 },
] as const;

export function AnswerDialog({ inbox, onClose }: AnswerDialogProps) {
  const update = useUpdateInbox(inbox.id);
  const showToast = useToast();
  const [form, setForm] = useState(formOf(inbox));
  const submit = (): void => {
    update.mutate(bodyOf(form), {
      onSuccess: () => {
        showToast({ text: 'The inbox answers so from now on' });
        onClose();
      },
    });
  };
  const bind = (of: keyof Form) => ({
    value: form[of],
    error: faultAt(update.error, of),
    onChange: (value: string) => {
      setForm({ ...form, [of]: value });
    },
  });
  return (
    <FormDialog
      title="What it answers"
      action="Save"
      isBusy={update.isPending}
      error={update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Name" {...bind('name')} />
      <div className="field-pair">
        {NUMBERS.map(({ of, ...field }) => (
          <TextField key={of} {...field} type="number" isRequired {...bind(of)} />
        ))}
      </div>
      <TextField label="Body" rows={3} {...bind('response_body')} />
    </FormDialog>
  );
}
