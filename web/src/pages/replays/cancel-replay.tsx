import { useCancelReplay } from '../../api/replays.ts';
import { AskingButton } from '../../ui/asking-button.tsx';
import { useToast } from '../../ui/toast-context.ts';

export function CancelReplay({ id }: { readonly id: string }) {
  const cancel = useCancelReplay();
  const toast = useToast();
  return (
    <AskingButton
      icon="stop"
      label="Cancel"
      title="Cancel this replay?"
      action="End the replay"
      change={cancel}
      asked={id}
      onDone={() => {
        toast({ text: 'The replay was cancelled.' });
      }}
    >
      What has been made due by now is still sent. The rest stays as it is; a new replay can take it.
    </AskingButton>
  );
}
