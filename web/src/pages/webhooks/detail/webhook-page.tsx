import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { webhookQuery, type Webhook } from '../../../api/webhooks.ts';
import { Snippets } from '../../../parts/snippets.tsx';
import { StatusBadge } from '../../../ui/badge.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Tabs, type Tab } from '../../../ui/tabs.tsx';
import type { WebhookTab } from '../webhook-places.ts';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PolicyTab } from './policy-tab.tsx';
import { SecretsTab } from './secrets-tab.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import '../webhooks.css';

export function WebhookPage() {
  const { id } = useParams({ from: '/frame/webhooks/$id' });
  const { data, error, refetch } = useQuery(webhookQuery(id));
  if (data !== undefined) return <WebhookDetail key={data.webhook.id} webhook={data.webhook} error={error} />;
  return (
    <>
      <PageHeader title="Webhook" description={<code>{id}</code>} />
      {error === null ? (
        <Skeleton lines={6} label="Loading the webhook" />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}

interface WebhookDetailProps {
  readonly webhook: Webhook;
  /** Of the last time that it was asked for: what is shown is what was known before. */
  readonly error: Error | null;
}

function WebhookDetail({ webhook, error }: WebhookDetailProps) {
  const { tab = 'overview' } = useSearch({ from: '/frame/webhooks/$id' });
  const navigate = useNavigate({ from: '/webhooks/$id' });
  return (
    <>
      <PageHeader
        title={webhook.name}
        description={<Address url={webhook.url} />}
        beside={<StatusBadge status={webhook.state} />}
        actions={<WebhookActions webhook={webhook} />}
      />
      {error !== null && <ErrorState error={error} isInline />}
      <Tabs
        label="Of the webhook"
        tabs={tabsOf(webhook)}
        active={tab}
        onChange={(chosen) => {
          void navigate({ search: (before) => ({ ...before, tab: chosen }), replace: true });
        }}
      />
    </>
  );
}

/** In the order of `WEBHOOK_TABS`. */
function tabsOf(webhook: Webhook): Tab<WebhookTab>[] {
  return [
    { id: 'overview', label: 'Overview', content: <OverviewTab webhook={webhook} /> },
    { id: 'deliveries', label: 'Recent deliveries', content: <DeliveriesTab webhook={webhook} /> },
    { id: 'policy', label: 'Policy', content: <PolicyTab webhook={webhook} /> },
    { id: 'secrets', label: 'Secrets', content: <SecretsTab webhook={webhook} /> },
    { id: 'verify', label: 'Verify', content: <Snippets webhookId={webhook.id} /> },
  ];
}

function Address({ url }: { readonly url: string }) {
  return (
    <span className="webhook-address">
      <code>{url}</code>
      <CopyButton text={url} label="Copy the URL" />
    </span>
  );
}
