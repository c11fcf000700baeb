import { useState } from 'react';
import { useCan } from '../../../api/session.ts';
import { useRevealSecrets, type WebhookSecrets } from '../../../api/webhook-secrets.ts';
import type { Webhook } from '../../../api/webhooks.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { PreviousSecrets } from './previous-secrets.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

export function SecretsTab({ webhook }: { readonly webhook: Webhook }) {
  const maySee = useCan('secrets');
  return (
    <section className="card stack policy-card secrets-card" aria-labelledby="secrets">
      <h2 id="secrets">What its requests are signed with</h2>
      {maySee ? (
        <Secrets webhook={webhook} />
      ) : (
        <EmptyState title="Your key may not see secrets" icon="key">
          Sign in with one that has the scope “secrets”.
        </EmptyState>
      )}
    </section>
  );
}

function Secrets({ webhook }: { readonly webhook: Webhook }) {
  const [shown, setShown] = useState<WebhookSecrets | null>(null);
  const [isRotating, setIsRotating] = useState(false);
  const reveal = useRevealSecrets(webhook.id);
  const toggle = (): void => {
    // Forgets the answer, too: what is hidden is kept nowhere.
    reveal.reset();
    if (shown === null) reveal.mutate(undefined, { onSuccess: setShown });
    else setShown(null);
  };
  return (
    <>
      {reveal.error !== null && <ErrorState error={reveal.error} isInline />}
      {shown === null ? <Masked signature={webhook.signature} /> : <Revealed secrets={shown} />}
      <div className="row">
        <Button icon="eye" isBusy={reveal.isPending} onClick={toggle}>
          {shown === null ? 'Show' : 'Hide'}
        </Button>
        <Button
          icon="refresh"
          onClick={() => {
            setIsRotating(true);
          }}
        >
          Rotate…
        </Button>
      </div>
      {isRotating && (
        <RotateDialog
          webhook={webhook}
          onDone={(secrets) => {
            setShown(secrets);
            setIsRotating(false);
          }}
          onClose={() => {
            setIsRotating(false);
          }}
        />
      )}
    </>
  );
}

function Masked({ signature }: { readonly signature: Webhook['signature'] }) {
  if (signature === 'none') {
    return <p className="policy-text">Nothing: its format does not sign, or it has no secret.</p>;
  }
  return (
    <p className="policy-text">
      <code>{signature}</code> <span aria-hidden="true">••••••••••••••••</span>
      <span className="visually-hidden">The secret is not shown.</span>
    </p>
  );
}

function Revealed({ secrets }: { readonly secrets: WebhookSecrets }) {
  const { secret, public_key: publicKey, previous } = secrets;
  return (
    <>
      {secret !== null && <CodeBlock text={secret} label="Secret" />}
      {publicKey !== null && <CodeBlock text={publicKey} label="Public key" />}
      {secret === null && publicKey === null && (
        <p className="policy-text">It has no secret: its requests are not signed.</p>
      )}
      {secret === null && publicKey !== null && (
        <p className="muted policy-text">
          The private half of a key pair is never shown; receivers need the public one.
        </p>
      )}
      <PreviousSecrets previous={previous} />
    </>
  );
}
