import { useState } from 'react';
import { useCancelDelivery, useRetryDelivery, type Delivery } from '../../api/deliveries.ts';
import { useCan } from '../../api/session.ts';
import { isWaiting } from '../../parts/delivery-words.ts';
import { AskingButton } from '../../ui/asking-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useToast } from '../../ui/toast-context.ts';

/** Sends it again, or ends it. */
export function DeliveryActions({ delivery }: { readonly delivery: Delivery }) {
  const canManage = useCan('manage');
  if (!canManage) return null;
  return (
    <>
      {isWaiting(delivery) && <CancelButton delivery={delivery} />}
      <ResendButton delivery={delivery} />
    </>
  );
}

function ResendButton({ delivery }: { readonly delivery: Delivery }) {
  const { id, status, completed_at: completedAt } = delivery;
  const retry = useRetryDelivery();
  const showToast = useToast();
  const [isAsked, setIsAsked] = useState(false);
  const hasArrived = status === 'delivered';
  const send = (): void => {
    retry.mutate(id, {
      onSuccess: () => {
        setIsAsked(false);
        showToast({ text: 'It is being sent again.' });
      },
      onError: ({ message }) => {
        if (!hasArrived) showToast({ text: message, tone: 'bad' });
      },
    });
  };
  return (
    <>
      <Button
        variant="primary"
        icon="replay"
        isBusy={retry.isPending}
        disabled={status === 'in_progress'}
        onClick={() => {
          if (hasArrived) setIsAsked(true);
          else send();
        }}
      >
        {completedAt === null ? 'Send now' : 'Resend'}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => {
          retry.reset();
          setIsAsked(false);
        }}
        title="Send it once more?"
        action="Resend"
        isBusy={retry.isPending}
        error={retry.error}
        onConfirm={send}
      >
        It has been delivered. The receiver gets the same event again, with the same id.
      </Confirm>
    </>
  );
}

function CancelButton({ delivery: { id } }: { readonly delivery: Delivery }) {
  const cancel = useCancelDelivery();
  const showToast = useToast();
  return (
    <AskingButton
      icon="slash"
      label="Cancel delivery"
      title="Cancel this delivery?"
      action="Cancel delivery"
      change={cancel}
      asked={id}
      onDone={() => {
        showToast({ text: 'The delivery is cancelled.' });
      }}
    >
      No further attempt is made. It can be sent again later, as long as its event has its data.
    </AskingButton>
  );
}
