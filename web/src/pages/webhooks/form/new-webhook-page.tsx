import { Link } from '@tanstack/react-router';
import { useCreateWebhook, type CreatedWebhook } from '../../../api/webhooks.ts';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { createBodyOf, EMPTY_FORM } from './webhook-form.ts';
import { WebhookFormView } from './webhook-form-view.tsx';
import '../webhooks.css';

export function NewWebhookPage() {
  const { mutate, data, error, isPending } = useCreateWebhook();
  if (data !== undefined) return <Made webhook={data} />;
  return (
    <>
      <PageHeader title="New webhook" description="A URL is all that it needs." />
      <WebhookFormView
        initial={EMPTY_FORM}
        isNew
        action="Make the webhook"
        isBusy={isPending}
        error={error}
        onSubmit={(form) => {
          mutate(createBodyOf(form));
        }}
        cancel={
          <Link to="/webhooks" className="button button-plain link-button">
            Cancel
          </Link>
        }
      />
    </>
  );
}

/** Here alone is the secret shown to those whose key may not ask for it later. */
function Made({ webhook }: { readonly webhook: CreatedWebhook }) {
  const { id, name, secret, public_key: publicKey } = webhook;
  return (
    <>
      <PageHeader
        title={`${name} is ready`}
        description={<code className="webhook-address">{webhook.url}</code>}
      />
      <section className="card stack" aria-labelledby="receiver">
        <h2 id="receiver">Give this to the receiver</h2>
        {secret !== null && <CodeBlock text={secret} label="Secret" />}
        {publicKey !== null && <CodeBlock text={publicKey} label="Public key" />}
        <p className="muted policy-text">
          {secret === null && publicKey === null
            ? 'Nothing: its requests are not signed.'
            : 'It verifies with it that a request comes from here. To see it again takes a key with the scope “secrets”.'}
        </p>
        <div className="row">
          <Link to="/webhooks/$id" params={{ id }} className="button button-primary link-button">
            Go to the webhook
          </Link>
          <Link to="/webhooks" className="button button-plain link-button">
            All webhooks
          </Link>
        </div>
      </section>
    </>
  );
}
