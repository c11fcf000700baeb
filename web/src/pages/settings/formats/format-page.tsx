import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { formatQuery, useDeleteFormat, type Format } from '../../../api/formats.ts';
import { useCan } from '../../../api/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useToast } from '../../../ui/toast-context.ts';
import { WayBack } from '../../../ui/way-back.tsx';
import { documentOf } from './format-document.ts';
import { FormatDialog } from './format-dialog.tsx';
import { SampleRequest } from './sample-request.tsx';

export function FormatPage() {
  const { name } = useParams({ from: '/frame/settings/formats/$name' });
  const { data: format, error, refetch } = useQuery(formatQuery(name));
  return (
    <>
      <WayBack to="/settings/formats" label="Formats" />
      {format === undefined && error === null && <Skeleton lines={6} label="Loading the format" />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {format !== undefined && error === null && (
        <>
          <PageHeader
            title={format.name}
            beside={
              <Badge tone={format.built_in ? 'plain' : 'info'}>{format.built_in ? 'built in' : 'own'}</Badge>
            }
            description={format.description === '' ? undefined : format.description}
            actions={<Actions format={format} />}
          />
          <div className="columns">
            <CodeBlock label="Document" text={JSON.stringify(documentOf(format))} />
            <SampleRequest format={format.name} version={format.version} />
          </div>
        </>
      )}
    </>
  );
}

function Actions({ format }: { readonly format: Format }) {
  const [asked, setAsked] = useState<'edit' | 'copy' | 'delete' | null>(null);
  const router = useRouter();
  const canChange = useCan('manage');
  const close = (): void => {
    setAsked(null);
  };
  const open = (name: string): void => {
    void router.navigate({ to: '/settings/formats/$name', params: { name } });
  };
  const ask = (next: typeof asked) => (): void => {
    setAsked(next);
  };
  if (!canChange) return null;
  return (
    <>
      {!format.built_in && (
        <Button icon="pen" onClick={ask('edit')}>
          Change
        </Button>
      )}
      <Button icon="copy" onClick={ask('copy')}>
        Begin another with it
      </Button>
      {!format.built_in && (
        <Button icon="trash" onClick={ask('delete')}>
          Delete
        </Button>
      )}
      {asked === 'edit' && <FormatDialog base={format} isNew={false} onClose={close} onSaved={close} />}
      {asked === 'copy' && <FormatDialog base={format} isNew onClose={close} onSaved={open} />}
      {asked === 'delete' && <DeleteFormat name={format.name} onClose={close} />}
    </>
  );
}

function DeleteFormat({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const remove = useDeleteFormat();
  const router = useRouter();
  const showToast = useToast();
  const confirm = (): void => {
    remove.mutate(name, {
      onSuccess: () => {
        showToast({ text: `The format ${name} is deleted` });
        void router.navigate({ to: '/settings/formats' });
      },
    });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Delete the format ${name}?`}
      action="Delete"
      isDangerous
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      This cannot be taken back. It is refused while webhooks have the format.
    </Confirm>
  );
}
