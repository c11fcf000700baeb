import { Link } from '@tanstack/react-router';
import { useInfiniteQuery } from '@tanstack/react-query';
import { TEST_EVENT, useInboxWebhook, useTestEvent, type Inbox } from '../../api/inboxes.ts';
import { rowsOf } from '../../api/pages.ts';
import { webhooksQuery, type Webhook } from '../../api/webhooks.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import { useToast } from '../../ui/toast-context.ts';

/** From an inbox to a delivery: a webhook that delivers to it, and an event for that. */
export function FirstSteps({ inbox }: { readonly inbox: Inbox }) {
  const { data } = useInfiniteQuery(webhooksQuery);
  if (data === undefined) return null;
  const webhook = rowsOf(data).find(({ url }) => url === inbox.url || url.startsWith(`${inbox.url}/`));
  return (
    <section className="card first-steps" aria-label="From here to a delivery">
      {webhook === undefined ? <WebhookStep inbox={inbox} /> : <EventStep webhook={webhook} />}
    </section>
  );
}

function WebhookStep({ inbox }: { readonly inbox: Inbox }) {
  const register = useInboxWebhook();
  const showToast = useToast();
  const onRegister = (): void => {
    // Its promise: once the webhook is there, the step has gone, and with it what `mutate` would call.
    register.mutateAsync(inbox).then(
      ({ name }) => {
        showToast({ text: `The webhook “${name}” delivers to this inbox` });
      },
      () => undefined, // shown below
    );
  };
  return (
    <>
      <div className="first-step">
        <p>No webhook delivers to it yet.</p>
        <Button variant="primary" icon="webhook" isBusy={register.isPending} onClick={onRegister}>
          Create a webhook for it
        </Button>
      </div>
      {register.error !== null && <ErrorState error={register.error} isInline />}
    </>
  );
}

function EventStep({ webhook }: { readonly webhook: Webhook }) {
  const publish = useTestEvent();
  const showToast = useToast();
  const onPublish = (): void => {
    publish.mutate(undefined, {
      onSuccess: () => {
        showToast({ text: `${TEST_EVENT.type} is published` });
      },
    });
  };
  return (
    <>
      <div className="first-step">
        <p>
          <Link to="/webhooks/$id" params={{ id: webhook.id }}>
            {webhook.name}
          </Link>{' '}
          delivers to it <StatusBadge status={webhook.state} />
        </p>
        <Button icon="send" isBusy={publish.isPending} onClick={onPublish}>
          Send a test event
        </Button>
      </div>
      <p className="muted first-step-note">
        The test is an event <code>{TEST_EVENT.type}</code> like any other: every webhook that subscribes to
        it gets it.
      </p>
      {publish.error !== null && <ErrorState error={publish.error} isInline />}
    </>
  );
}
