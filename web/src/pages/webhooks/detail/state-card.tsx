import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { webhookDeliveriesQuery, type Webhook, type WebhookDelivery } from '../../../api/webhooks.ts';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { ExactTime, RelativeTime } from '../../../ui/relative-time.tsx';
import { stateReason } from '../../../ui/state-reasons.ts';
import { STATUS_LOOKS } from '../../../ui/status-looks.ts';
import { nextProbeAt } from './next-probe.ts';

/** What it means that a webhook is in its state, and why it is; what is known of it beside. */
export function StateCard({ webhook }: { readonly webhook: Webhook }) {
  const { state, state_reason: reason, mode } = webhook;
  const { icon, tone } = STATUS_LOOKS[state];
  return (
    <section className="card stack state-card" aria-labelledby="state">
      <h2 id="state" className="visually-hidden">
        State
      </h2>
      <div className={classNames('state-line', `tone-${tone}`)}>
        <Icon name={icon} />
        <div>
          <strong>{MEANINGS[state]}</strong>
          {reason !== null && <p className="state-line-reason">{stateReason(reason)}.</p>}
          {state === 'failing' && <NextProbe id={webhook.id} />}
          {mode === 'shadow' && (
            <p className="state-line-reason">Shadow mode: what would be sent is recorded, and not sent.</p>
          )}
        </div>
      </div>
      <KeyValue rows={factsOf(webhook)} />
    </section>
  );
}

const MEANINGS: Readonly<Record<Webhook['state'], string>> = {
  active: 'Events are delivered to it; its breaker is closed.',
  failing: 'Its breaker is open: nothing but one probe at a time is sent, until one succeeds.',
  paused: 'It takes deliveries and keeps them; nothing is sent until it is resumed.',
  disabled: 'It takes no deliveries, and nothing is sent to it.',
};

const WAITING = 'pending,retrying,rate_limited';

/** The API tells of a delivery when it may be sent at the earliest, by all that holds its webhook back. */
function NextProbe({ id }: { readonly id: string }) {
  const { data } = useQuery(webhookDeliveriesQuery(id, WAITING));
  if (data === undefined) return null;
  return <p className="state-line-reason">{probeText(data.data)}</p>;
}

function probeText(waiting: readonly WebhookDelivery[]): ReactNode {
  const at = nextProbeAt(waiting);
  if (at === null) return 'Nothing waits for it: the next event is the probe.';
  return (
    <>
      Next probe <RelativeTime at={at} />.
    </>
  );
}

function factsOf({ id, uid, description, metadata, created_at: createdAt, updated_at: updatedAt }: Webhook) {
  return [
    { key: 'Id', value: <code>{id}</code> },
    ...(uid === null ? [] : [{ key: 'Uid', value: <code>{uid}</code> }]),
    ...(description === '' ? [] : [{ key: 'Description', value: description }]),
    { key: 'Made', value: <ExactTime at={createdAt} /> },
    { key: 'Changed', value: <ExactTime at={updatedAt} /> },
    ...Object.entries(metadata).map(([key, value]) => ({ key: `Metadata: ${key}`, value })),
  ];
}
