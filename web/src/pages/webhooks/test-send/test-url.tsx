import { useTestUrl } from '../../../api/test-sends.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { recordOf, type WebhookForm } from '../form/webhook-form.ts';
import { TestResult } from './test-result.tsx';

interface TestUrlProps {
  readonly form: WebhookForm;
  readonly eventType: string;
  readonly data: Record<string, unknown>;
}

/** Sends what the preview shows, before there is a webhook. */
export function TestUrl({ form, eventType, data }: TestUrlProps) {
  const { mutate, isPending, data: sent, error } = useTestUrl();
  const secret = form.secret.trim();
  const send = (): void => {
    mutate({
      url: form.url.trim(),
      event_type: eventType,
      data,
      format: form.format,
      headers: recordOf(form.headers),
      ...(secret === '' ? {} : { secret }),
    });
  };
  return (
    <>
      <div>
        <Button icon="send" isBusy={isPending} disabled={form.url.trim() === ''} onClick={send}>
          Send it as a test
        </Button>
      </div>
      {error !== null && <ErrorState error={error} isInline />}
      {sent !== undefined && <TestResult sent={sent} />}
    </>
  );
}
