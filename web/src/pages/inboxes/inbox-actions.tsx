import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteInbox, useEmptyInbox, type Inbox } from '../../api/inboxes.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast-context.ts';
import { AnswerDialog } from './answer-dialog.tsx';
import { inboxName } from './inbox-name.ts';

type Asked = 'answer' | 'empty' | 'delete';

export function InboxActions({ inbox }: { readonly inbox: Inbox }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => {
    setAsked(null);
  };
  const ask = (next: Asked) => (): void => {
    setAsked(next);
  };
  return (
    <>
      <Button icon="pen" onClick={ask('answer')}>
        Change its answer
      </Button>
      <Menu
        trigger={<IconButton icon="more" label="More for this inbox" variant="plain" />}
        items={[
          { label: 'Empty it', icon: 'archive', onSelect: ask('empty') },
          { label: 'Delete it', icon: 'trash', isDangerous: true, onSelect: ask('delete') },
        ]}
      />
      {asked === 'answer' && <AnswerDialog inbox={inbox} onClose={close} />}
      {asked === 'empty' && <EmptyInbox inbox={inbox} onClose={close} />}
      {asked === 'delete' && <DeleteInbox inbox={inbox} onClose={close} />}
    </>
  );
}

interface AskedProps {
  readonly inbox: Inbox;
  readonly onClose: () => void;
}

function EmptyInbox({ inbox, onClose }: AskedProps) {
  const empty = useEmptyInbox(inbox.id);
  const showToast = useToast();
  const confirm = (): void => {
    empty.mutate(undefined, {
      onSuccess: () => {
        showToast({ text: 'The inbox is empty' });
        onClose();
      },
    });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Empty ${inboxName(inbox)}?`}
      action="Empty"
      isDangerous
      isBusy={empty.isPending}
      error={empty.error}
      onConfirm={confirm}
    >
      The requests that it has kept are removed. Deliveries and their attempts stay in the history.
    </Confirm>
  );
}

function DeleteInbox({ inbox, onClose }: AskedProps) {
  const remove = useDeleteInbox();
  const router = useRouter();
  const confirm = (): void => {
    // Before it is asked for again, and missed.
    remove.mutate(inbox.id, {
      onSuccess: () => {
        void router.navigate({ to: '/inboxes' });
      },
    });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={`Delete ${inboxName(inbox)}?`}
      action="Delete"
      isDangerous
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      Its address answers 404 from then on, and what it has kept is gone. Webhooks that deliver to it stay.
    </Confirm>
  );
}
