import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { keysQuery, type ApiKey } from '../../../api/keys.ts';
import { loadingOf, rowsOf } from '../../../api/pages.ts';
import { useCan } from '../../../api/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { keyColumns, type KeyAction } from './key-columns.tsx';
import { CreateKey } from './create-key.tsx';
import { RevokeKey } from './revoke-key.tsx';
import { RotateKey } from './rotate-key.tsx';
import { ShownKey, type KeyToShow } from './shown-key.tsx';

interface Asked {
  readonly action: KeyAction;
  readonly apiKey: ApiKey;
}

/** Who may use the API, and what for. */
export function KeysPage() {
  const canChange = useCan('admin');
  const [isCreating, setIsCreating] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [shown, setShown] = useState<KeyToShow | null>(null);
  const create = (): void => {
    setIsCreating(true);
  };
  const end = (): void => {
    setIsCreating(false);
    setAsked(null);
  };
  const show = (key: KeyToShow): void => {
    end();
    setShown(key);
  };
  return (
    <>
      <PageHeader
        title="Keys"
        description="What programs and people sign in with. A key is shown once, when it is made."
        actions={
          canChange && (
            <Button variant="primary" icon="plus" onClick={create}>
              New key
            </Button>
          )
        }
      />
      <KeyTable onAsk={setAsked} onCreate={create} />
      {isCreating && <CreateKey onClose={end} onMade={show} />}
      {asked?.action === 'rotate' && <RotateKey apiKey={asked.apiKey} onClose={end} onMade={show} />}
      {asked?.action === 'revoke' && <RevokeKey apiKey={asked.apiKey} onClose={end} />}
      {shown !== null && (
        <ShownKey
          shown={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </>
  );
}

interface KeyTableProps {
  readonly onAsk: (asked: Asked) => void;
  readonly onCreate: () => void;
}

function KeyTable({ onAsk, onCreate }: KeyTableProps) {
  const keys = useInfiniteQuery(keysQuery);
  const rows = useMemo(() => rowsOf(keys.data), [keys.data]);
  const columns = useMemo(
    () =>
      keyColumns((action, apiKey) => {
        onAsk({ action, apiKey });
      }),
    [onAsk],
  );
  return (
    <DataTable
      label="Keys"
      columns={columns}
      rows={rows}
      idOf={({ id }) => id}
      {...loadingOf(keys)}
      empty={
        <EmptyState title="No key yet" icon="key" action={<Button onClick={onCreate}>Make a key</Button>}>
          Whoever publishes events gets one with the scope “publish”, a colleague who only looks one with
          “read”.
        </EmptyState>
      }
    />
  );
}
