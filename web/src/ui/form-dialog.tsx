import { useId, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorState } from './error-state.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** A verb: "Create". */
  readonly action: string;
  readonly size?: 'small' | 'wide';
  readonly isBusy: boolean;
  /** Of the last try. */
  readonly error: Error | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Is shown while it is in the tree, so that its fields begin anew each time. */
export function FormDialog({
  action,
  isBusy,
  error,
  onSubmit,
  onClose,
  children,
  ...dialog
}: FormDialogProps) {
  const id = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={id} variant="primary" isBusy={isBusy}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog {...dialog} isOpen onClose={onClose} actions={actions}>
      <form id={id} className="stack" onSubmit={submit}>
        {children}
        {error !== null && <ErrorState error={error} isInline />}
      </form>
    </Dialog>
  );
}
