import { useNavigate } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { faultOfData, type EventDraft } from '../../api/event-text.ts';
import { usePublishEvent } from '../../api/events.ts';
import { useCan } from '../../api/session.ts';
import { wordsOf } from '../../parts/search-texts.ts';
import { useBackKey } from '../../ui/back-key.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { prettyJson } from '../../ui/pretty-json.ts';
import { useToast } from '../../ui/toast-context.ts';
import { otherFaults } from './publish-faults.ts';
import { PublishFields, type TypedEvent } from './publish-fields.tsx';
import './events.css';

const EXAMPLE = '{\n  "order_id": 4711,\n  "total": "99.90"\n}';

export function PublishPage() {
  const canPublish = useCan('publish');
  useBackKey('/events');
  return (
    <>
      <PageHeader
        title="Publish a test event"
        description="It is delivered for real, to each webhook that it concerns. Its page shows what becomes of it."
      />
      {canPublish ? (
        <PublishForm />
      ) : (
        <div className="card">
          <EmptyState title="Your key may not publish" icon="key">
            Sign in by a key with the scope <code>publish</code>.
          </EmptyState>
        </div>
      )}
    </>
  );
}

function PublishForm() {
  const publish = usePublish();
  const [draft, setDraft] = useState<TypedEvent>({ type: '', dataText: EXAMPLE, tags: '' });
  const change = (changed: Partial<TypedEvent>): void => {
    setDraft({ ...draft, ...changed });
  };
  const isWhole = draft.type.trim() !== '' && faultOfData(draft.dataText) === null;
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    publish.submit({ type: draft.type.trim(), dataText: draft.dataText, tags: wordsOf(draft.tags) });
  };
  const { error } = publish;
  const isElsewhere = error !== null && (!(error instanceof ApiError) || otherFaults(error.faults));
  return (
    <form className="card publish" onSubmit={onSubmit}>
      <PublishFields draft={draft} error={error} onChange={change} />
      {isElsewhere && <ErrorState error={error} isInline />}
      <div className="row">
        <Button type="submit" variant="primary" icon="send" isBusy={publish.isPending} disabled={!isWhole}>
          Publish
        </Button>
        <Button
          disabled={faultOfData(draft.dataText) !== null}
          onClick={() => {
            change({ dataText: prettyJson(draft.dataText) });
          }}
        >
          Lay out the JSON
        </Button>
      </div>
    </form>
  );
}

/** Leads to the event's page, with what its type's schema has against it. */
function usePublish() {
  const navigate = useNavigate();
  const showToast = useToast();
  const { mutate, error, isPending } = usePublishEvent();
  const submit = (draft: EventDraft): void => {
    mutate(draft, {
      onSuccess: ({ id, warnings = [] }) => {
        if (warnings.length > 0) showToast({ text: `Published, though ${inWords(warnings)}`, tone: 'bad' });
        else showToast({ text: 'Published.' });
        void navigate({ to: '/events/$id', params: { id } });
      },
    });
  };
  return { submit, error, isPending };
}

function inWords(warnings: readonly { readonly path: string; readonly message: string }[]): string {
  return `${warnings.map(({ path, message }) => `${path} ${message}`).join(', ')}.`;
}
