import type { WebhookSecrets } from '../../../api/webhook-secrets.ts';
import { Badge } from '../../../ui/badge.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { useNow } from '../../../ui/now.ts';
import { duration, exactTime } from '../../../ui/times.ts';

type PreviousSecret = WebhookSecrets['previous'][number];

/** Those that still sign beside the present one, each with the time that is left to it. */
export function PreviousSecrets({ previous }: { readonly previous: readonly PreviousSecret[] }) {
  if (previous.length === 0) return null;
  return (
    <div className="stack">
      <h3>Before: they sign as well, so that receivers can change over</h3>
      {previous.map((one) => (
        <Previous key={one.expires_at} previous={one} />
      ))}
    </div>
  );
}

function Previous({ previous }: { readonly previous: PreviousSecret }) {
  const { secret, public_key: publicKey, expires_at: expiresAt } = previous;
  const leftMs = Date.parse(expiresAt) - useNow();
  return (
    <div className="previous-secret">
      <CodeBlock
        text={secret ?? publicKey ?? ''}
        label={secret === null ? 'Public key before' : 'Secret before'}
      />
      {leftMs > 0 ? (
        <p className="row policy-text">
          <Badge tone="warn" icon="hourglass">
            {duration(wholeSeconds(leftMs))} left
          </Badge>
          <span className="muted">It signs until {exactTime(expiresAt)}.</span>
        </p>
      ) : (
        <p className="row policy-text">
          <Badge icon="slash">Ended</Badge>
          <span className="muted">It has not signed since {exactTime(expiresAt)}.</span>
        </p>
      )}
    </div>
  );
}

/** A countdown that ends at 1 s, not at some milliseconds. */
function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1_000) * 1_000;
}
