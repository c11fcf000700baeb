import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { useTestWebhook } from '../../../api/test-sends.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { faultAt } from '../form/form-faults.ts';
import { readJsonObject } from '../../../ui/json-text.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { TestResult } from './test-result.tsx';

const SAMPLE_TYPE = 'posthorn.test';
const SAMPLE_DATA = '{\n  "message": "This is a test. Nothing has happened."\n}';

interface TestWebhookDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** One request, now, in whatever state the webhook is; what came of it stands below at once. */
export function TestWebhookDialog({ webhook: { id, name }, onClose }: TestWebhookDialogProps) {
  const [type, setType] = useState(SAMPLE_TYPE);
  const [text, setText] = useState(SAMPLE_DATA);
  const { mutate, isPending, data, error } = useTestWebhook(id);
  const read = readJsonObject(text);
  const faults = error instanceof ApiError ? error.faults : [];
  const send = (): void => {
    if (read.value !== null) mutate({ event_type: type, data: read.value });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="wide"
      title={`Send a test to ${name}`}
      description="One request, signed like any other. Nothing of it is stored, counted or tried again."
      actions={
        <Button
          variant="primary"
          icon="send"
          isBusy={isPending}
          disabled={read.value === null}
          onClick={send}
        >
          {data === undefined ? 'Send' : 'Send again'}
        </Button>
      }
    >
      <TextField label="Event type" value={type} error={faultAt(faults, 'event_type')} onChange={setType} />
      <TextField
        label="Data"
        rows={4}
        value={text}
        error={read.fault ?? faultAt(faults, 'data')}
        onChange={setText}
      />
      {error !== null && <ErrorState error={error} isInline />}
      {data !== undefined && <TestResult sent={data} />}
    </Dialog>
  );
}
