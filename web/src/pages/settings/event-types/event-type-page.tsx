import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { eventTypeQuery, useDeleteEventType, type EventType } from '../../../api/event-types.ts';
import { useCan } from '../../../api/session.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { ExactTime } from '../../../ui/relative-time.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useToast } from '../../../ui/toast-context.ts';
import { WayBack } from '../../../ui/way-back.tsx';
import { EventTypeDialog } from './event-type-dialog.tsx';

export function EventTypePage() {
  const { name } = useParams({ from: '/frame/settings/event-types/$name' });
  const { data, error, refetch } = useQuery(eventTypeQuery(name));
  return (
    <>
      <WayBack to="/settings/event-types" label="Event types" />
      {data === undefined && error === null && <Skeleton lines={6} label="Loading the event type" />}
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && <Shown eventType={data} />}
    </>
  );
}

function Shown({ eventType }: { readonly eventType: EventType }) {
  const { name, description, schema, example, version } = eventType;
  const facts = [
    { key: 'Version', value: String(version) },
    { key: 'Described', value: <ExactTime at={eventType.created_at} /> },
    { key: 'Changed', value: <ExactTime at={eventType.updated_at} /> },
  ];
  return (
    <>
      <PageHeader
        title={name}
        description={description === '' ? undefined : description}
        actions={<Actions eventType={eventType} />}
      />
      <section className="card" aria-label="Facts">
        <KeyValue rows={facts} />
      </section>
      <div className="columns">
        <Json label="JSON Schema" value={schema} none="Its events may hold anything." />
        <Json label="Example" value={example} none="There is no example of its data." />
      </div>
    </>
  );
}

interface JsonProps {
  readonly label: string;
  readonly value: object | null;
  readonly none: string;
}

function Json({ label, value, none }: JsonProps) {
  if (value !== null) return <CodeBlock label={label} text={JSON.stringify(value)} />;
  return (
    <section className="card" aria-label={label}>
      <h2>{label}</h2>
      <p className="muted no-margin">{none}</p>
    </section>
  );
}

function Actions({ eventType }: { readonly eventType: EventType }) {
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(null);
  const canChange = useCan('manage');
  const close = (): void => {
    setAsked(null);
  };
  if (!canChange) return null;
  return (
    <>
      <Button
        icon="pen"
        onClick={() => {
          setAsked('edit');
        }}
      >
        Change
      </Button>
      <Button
        icon="trash"
        onClick={() => {
          setAsked('delete');
        }}
      >
        Delete
      </Button>
      {asked === 'edit' && <EventTypeDialog eventType={eventType} onClose={close} onSaved={close} />}
      {asked === 'delete' && <DeleteEventType name={eventType.name} onClose={close} />}
    </>
  );
}

function DeleteEventType({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const remove = useDeleteEventType();
  const router = useRouter();
  const showToast = useToast();
  const confirm = (): void => {
    remove.mutate(name, {
      onSuccess: () => {
        showToast({ text: `${name} is described no more` });
        void router.navigate({ to: '/settings/event-types' });
      },
    });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Delete ${name}?`}
      action="Delete"
      isDangerous
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      Its events stay, and more may be published; they are held to nothing then.
    </Confirm>
  );
}
