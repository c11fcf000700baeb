import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan } from '../../../api/session.ts';
import {
  useDeleteWebhook,
  useWebhookAction,
  type Webhook,
  type WebhookAction,
} from '../../../api/webhooks.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu, type MenuItem } from '../../../ui/menu.tsx';
import { useToast } from '../../../ui/toast-context.ts';
import { TestWebhookDialog } from '../test-send/test-webhook-dialog.tsx';
import { ACTION_LOOKS, actionsOf } from './action-looks.ts';

type Asked = 'disable' | 'delete' | 'test' | null;

/** What may be done with a webhook in its state; nothing for those who may only read. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const { id, state } = webhook;
  const [asked, setAsked] = useState<Asked>(null);
  const act = useAction(id);
  const close = (): void => {
    setAsked(null);
  };
  if (!useCan('manage')) return null;
  return (
    <>
      <Button
        variant="primary"
        icon="send"
        onClick={() => {
          setAsked('test');
        }}
      >
        Send a test
      </Button>
      {actionsOf(state).map((action) => (
        <Button
          key={action}
          icon={ACTION_LOOKS[action].icon}
          isBusy={act.isPending}
          onClick={() => {
            act.run(action);
          }}
        >
          {ACTION_LOOKS[action].label}
        </Button>
      ))}
      <Link to="/webhooks/$id/edit" params={{ id }} className="button button-plain link-button">
        <Icon name="pen" />
        Edit
      </Link>
      <MoreMenu state={state} onAsk={setAsked} />
      <DisableConfirm webhook={webhook} isOpen={asked === 'disable'} onClose={close} />
      <DeleteConfirm webhook={webhook} isOpen={asked === 'delete'} onClose={close} />
      {asked === 'test' && <TestWebhookDialog webhook={webhook} onClose={close} />}
    </>
  );
}

interface MoreMenuProps {
  readonly state: Webhook['state'];
  readonly onAsk: (asked: Asked) => void;
}

/** What asks first. */
function MoreMenu({ state, onAsk }: MoreMenuProps) {
  const disable: MenuItem = {
    label: 'Disable…',
    icon: 'stop',
    onSelect: () => {
      onAsk('disable');
    },
  };
  const remove: MenuItem = {
    label: 'Delete…',
    icon: 'trash',
    isDangerous: true,
    onSelect: () => {
      onAsk('delete');
    },
  };
  return (
    <Menu
      trigger={<IconButton icon="more" variant="plain" label="More" />}
      items={state === 'disabled' ? [remove] : [disable, remove]}
    />
  );
}

function useAction(id: string) {
  const { mutate, isPending } = useWebhookAction(id);
  const showToast = useToast();
  const run = (action: WebhookAction): void => {
    mutate(action, {
      onSuccess: () => {
        showToast({ text: ACTION_LOOKS[action].done });
      },
      onError: ({ message }) => {
        showToast({ text: message, tone: 'bad' });
      },
    });
  };
  return { run, isPending };
}

interface AskProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function DisableConfirm({ webhook, isOpen, onClose }: AskProps) {
  const { mutate, isPending, error, reset } = useWebhookAction(webhook.id);
  const showToast = useToast();
  return (
    <Confirm
      isOpen={isOpen}
      onClose={() => {
        reset();
        onClose();
      }}
      title={`Disable “${webhook.name}”?`}
      action="Disable"
      isDangerous
      isBusy={isPending}
      error={error}
      onConfirm={() => {
        mutate('disable', {
          onSuccess: () => {
            showToast({ text: ACTION_LOOKS.disable.done });
            onClose();
          },
        });
      }}
    >
      It takes no new deliveries, and those that wait for it are given up: that cannot be taken back. To keep
      them, pause it instead.
    </Confirm>
  );
}

function DeleteConfirm({ webhook, isOpen, onClose }: AskProps) {
  const { mutate, isPending, error, reset } = useDeleteWebhook(webhook.id);
  const showToast = useToast();
  const navigate = useNavigate();
  return (
    <Confirm
      isOpen={isOpen}
      onClose={() => {
        reset();
        onClose();
      }}
      title={`Delete “${webhook.name}”?`}
      action="Delete"
      isDangerous
      isBusy={isPending}
      error={error}
      onConfirm={() => {
        mutate(undefined, {
          onSuccess: () => {
            showToast({ text: `“${webhook.name}” is deleted.` });
            void navigate({ to: '/webhooks', search: {} });
          },
        });
      }}
    >
      What waits for it is cancelled, and its secret and settings are gone for good. Its name and its
      deliveries stay in history.
    </Confirm>
  );
}
