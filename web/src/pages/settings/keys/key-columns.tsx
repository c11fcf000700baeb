import type { ApiKey } from '../../../api/keys.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { useNow } from '../../../ui/now.ts';
import { RelativeTime } from '../../../ui/relative-time.tsx';

export type KeyAction = 'rotate' | 'revoke';

export function keyColumns(onAction: (action: KeyAction, apiKey: ApiKey) => void): Column<ApiKey>[] {
  return [
    { id: 'name', header: 'Name', cell: ({ name }) => <strong>{name}</strong> },
    { id: 'scopes', header: 'Scopes', cell: ({ scopes }) => <Scopes scopes={scopes} /> },
    {
      id: 'reach',
      header: 'Reaches',
      isWideOnly: true,
      cell: ({ tenant_id: tenantId }) => (tenantId === null ? 'every tenant' : 'this tenant'),
    },
    { id: 'expires', header: 'Ends', isWideOnly: true, cell: (key) => <End apiKey={key} /> },
    {
      id: 'used',
      header: 'Last used',
      isWideOnly: true,
      cell: ({ last_used_at: at }) =>
        at === null ? <span className="muted">never</span> : <RelativeTime at={at} />,
    },
    {
      id: 'created',
      header: 'Made',
      isWideOnly: true,
      cell: ({ created_at: at }) => <RelativeTime at={at} />,
    },
    {
      id: 'actions',
      header: '',
      align: 'end',
      cell: (key) => <Actions apiKey={key} onAction={onAction} />,
    },
  ];
}

interface ActionsProps {
  readonly apiKey: ApiKey;
  readonly onAction: (action: KeyAction, apiKey: ApiKey) => void;
}

function Actions({ apiKey, onAction }: ActionsProps) {
  const rotate = (): void => {
    onAction('rotate', apiKey);
  };
  const revoke = (): void => {
    onAction('revoke', apiKey);
  };
  return (
    <Menu
      trigger={<IconButton icon="more" label={`What to do with ${apiKey.name}`} />}
      items={[
        { label: 'Rotate', icon: 'refresh', onSelect: rotate },
        { label: 'Revoke', icon: 'trash', isDangerous: true, onSelect: revoke },
      ]}
    />
  );
}

function Scopes({ scopes }: Pick<ApiKey, 'scopes'>) {
  return (
    <span className="badges">
      {scopes.map((scope) => (
        <Badge key={scope} tone={scope === 'admin' ? 'warn' : 'plain'}>
          {scope}
        </Badge>
      ))}
    </span>
  );
}

function End({
  apiKey: { expires_at: at, previous_secret_expires_at: previousEnd },
}: {
  readonly apiKey: ApiKey;
}) {
  const now = useNow();
  if (at !== null && Date.parse(at) <= now) return <Badge tone="bad">ended</Badge>;
  const isOverlapping = previousEnd !== null && Date.parse(previousEnd) > now;
  return (
    <>
      {at === null ? <span className="muted">never</span> : <RelativeTime at={at} />}
      {isOverlapping && (
        <>
          {' '}
          <Badge tone="info">
            old secret until <RelativeTime at={previousEnd} />
          </Badge>
        </>
      )}
    </>
  );
}
