import { useState } from 'react';
import { useCancelReplay } from '../../api/replays.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useToast } from '../../ui/toast-context.ts';

export function CancelReplay({ id }: { readonly id: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const cancel = useCancelReplay();
  const toast = useToast();
  const close = (): void => {
    setIsAsking(false);
    cancel.reset();
  };
  const confirm = (): void => {
    cancel.mutate(id, {
      onSuccess: () => {
        close();
        toast({ text: 'The replay was cancelled.' });
      },
    });
  };
  return (
    <>
      <Button
        icon="stop"
        onClick={() => {
          setIsAsking(true);
        }}
      >
        Cancel
      </Button>
      <Confirm
        isOpen={isAsking}
        onClose={close}
        title="Cancel this replay?"
        action="End the replay"
        isDangerous
        isBusy={cancel.isPending}
        error={cancel.error}
        onConfirm={confirm}
      >
        What has been made due by now is still sent. The rest stays as it is; a new replay can take it.
      </Confirm>
    </>
  );
}
