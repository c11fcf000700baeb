import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import type { IconName } from './icon.tsx';

interface AskingButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** A question: "Cancel this delivery?" */
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly children: ReactNode;
  /** A verb: "Cancel delivery". */
  readonly action: string;
  /** The mutation that does it. What went wrong is forgotten with the question: asked again, it is a new one. */
  readonly change: { readonly isPending: boolean; readonly error: Error | null; readonly reset: () => void };
  /** @param close once it is done; until then the question stands, with what went wrong */
  readonly onConfirm: (close: () => void) => void;
}

/** A button for what ends something: it asks first. */
export function AskingButton({ icon, label, change, onConfirm, ...question }: AskingButtonProps) {
  const [isAsked, setIsAsked] = useState(false);
  const close = (): void => {
    setIsAsked(false);
    change.reset();
  };
  return (
    <>
      <Button
        icon={icon}
        onClick={() => {
          setIsAsked(true);
        }}
      >
        {label}
      </Button>
      <Confirm
        {...question}
        isOpen={isAsked}
        onClose={close}
        isDangerous
        isBusy={change.isPending}
        error={change.error}
        onConfirm={() => {
          onConfirm(close);
        }}
      />
    </>
  );
}
