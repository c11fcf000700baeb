import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorState } from './error-state.tsx';

interface ConfirmProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A question: "Delete this webhook?" */
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly children: ReactNode;
  /** A verb: "Delete". */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  /** Of the last try. */
  readonly error?: Error | null;
  readonly onConfirm: () => void;
}

/** Asks before something is done that is felt elsewhere. Stays open, with what went wrong, until its caller closes it. */
export function Confirm(props: ConfirmProps) {
  const {
    isOpen,
    onClose,
    title,
    children,
    action,
    isDangerous,
    isBusy = false,
    error = null,
    onConfirm,
  } = props;
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant={isDangerous === true ? 'danger' : 'primary'} isBusy={isBusy} onClick={onConfirm}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} description={children} actions={actions}>
      {error !== null && <ErrorState error={error} isInline />}
    </Dialog>
  );
}
