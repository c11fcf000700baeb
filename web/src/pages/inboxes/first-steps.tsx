import { useInfiniteQuery } from '@tanstack/react-query';
import { TEST_EVENT, useInboxWebhook, useTestEvent, type Inbox } from '../../api/inboxes.ts';
import { rowsOf } from '../../api/pages.ts';
import { webhooksQuery } from '../../api/webhooks.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import { useToast } from '../../ui/toast-context.ts';

/** From an inbox to a delivery: a webhook that delivers to it, and an event for that. */
export function FirstSteps({ inbox }: { readonly inbox: Inbox }) {
  const { data } = useInfiniteQuery(webhooksQuery);
  const webhook = rowsOf(data).find(({ url }) => url === inbox.url || url.startsWith(`${inbox.url}/`));
  const register = useInboxWebhook();
  const publish = useTestEvent();
  const showToast = useToast();
  const error = register.error ?? publish.error;
  const onRegister = (): void => {
    register.mutate(inbox, {
      onSuccess: ({ name }) => {
        showToast({ text: `The webhook “${name}” delivers to this inbox` });
      },
    });
  };
  const onPublish = (): void => {
    publish.mutate(undefined, {
      onSuccess: () => {
        showToast({ text: `${TEST_EVENT.type} is published` });
      },
    });
  };
  return (
    <section className="card first-steps" aria-label="From here to a delivery">
      <div className="first-step">
        <p>
          {webhook === undefined ? (
            'No webhook delivers to it yet.'
          ) : (
            <>
              <strong>{webhook.name}</strong> delivers to it <StatusBadge status={webhook.state} />
            </>
          )}
        </p>
        {webhook === undefined && data !== undefined && (
          <Button variant="primary" icon="webhook" isBusy={register.isPending} onClick={onRegister}>
            Create a webhook for it
          </Button>
        )}
        {webhook !== undefined && (
          <Button icon="send" isBusy={publish.isPending} onClick={onPublish}>
            Send a test event
          </Button>
        )}
      </div>
      {webhook !== undefined && (
        <p className="muted first-step-note">
          The test is an event <code>{TEST_EVENT.type}</code> like any other: every webhook that subscribes to
          it gets it.
        </p>
      )}
      {error !== null && <ErrorState error={error} isInline />}
    </section>
  );
}
