import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { useUpdateWebhook, webhookQuery, type VersionedWebhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useToast } from '../../../ui/toast-context.ts';
import { changesOf, formOf } from './webhook-form.ts';
import { WebhookFormView } from './webhook-form-view.tsx';
import '../webhooks.css';

export function EditWebhookPage() {
  const { id } = useParams({ from: '/frame/webhooks/$id/edit' });
  // Not followed: what somebody is at work on stays as it was when they began, which `If-Match` then tells.
  const { data, error, refetch } = useQuery({ ...webhookQuery(id), refetchInterval: false });
  const [round, setRound] = useState(0);
  const queries = useQueryClient();
  if (data === undefined) {
    return (
      <>
        <PageHeader title="Edit a webhook" />
        {error === null ? (
          <Skeleton lines={6} label="Loading the webhook" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  }
  const reload = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: webhookQuery(id).queryKey });
    setRound((before) => before + 1);
  };
  return <EditForm key={round} latest={data} onReload={() => void reload()} />;
}

interface EditFormProps {
  readonly latest: VersionedWebhook;
  readonly onReload: () => void;
}

function EditForm({ latest, onReload }: EditFormProps) {
  const [begun] = useState(latest);
  const { webhook } = begun;
  const initial = formOf(webhook);
  const { mutate, error, isPending } = useUpdateWebhook(begun);
  const navigate = useNavigate();
  const showToast = useToast();
  const isOutdated = error instanceof ApiError && error.code === 'precondition_failed';
  const leave = (): void => {
    void navigate({ to: '/webhooks/$id', params: { id: webhook.id } });
  };
  return (
    <>
      <PageHeader title={`Edit ${webhook.name}`} description={<code>{webhook.id}</code>} />
      {isOutdated && (
        <div className="row outdated" role="alert">
          <span>Somebody has changed it since you began. Yours is not saved.</span>
          <Button icon="refresh" onClick={onReload}>
            Begin again with what it is now
          </Button>
        </div>
      )}
      <WebhookFormView
        initial={initial}
        isNew={false}
        action="Save"
        isBusy={isPending}
        error={isOutdated ? null : error}
        onSubmit={(form) => {
          mutate(changesOf(initial, form), {
            onSuccess: () => {
              showToast({ text: 'Saved: it holds from the next request on.' });
              leave();
            },
          });
        }}
        cancel={<Button onClick={leave}>Cancel</Button>}
      />
    </>
  );
}
