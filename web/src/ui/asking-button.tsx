import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import type { IconName } from './icon.tsx';

interface AskingButtonProps<Asked, Answer> {
  readonly icon: IconName;
  readonly label: string;
  /** A question: "Cancel this delivery?" */
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly children: ReactNode;
  /** A verb: "Cancel delivery". */
  readonly action: string;
  /** The mutation that does it. What went wrong is forgotten with the question: asked again, it is a new one. */
  readonly change: Pick<
    UseMutationResult<Answer, Error, Asked>,
    'isPending' | 'error' | 'reset' | 'mutateAsync'
  >;
  /** What it is done to. */
  readonly asked: Asked;
  /** Until then the question stands, with what went wrong. */
  readonly onDone: (answer: Answer) => void;
}

/** A button for what ends something: it asks first. */
export function AskingButton<Asked, Answer>({
  icon,
  label,
  change,
  asked,
  onDone,
  ...question
}: AskingButtonProps<Asked, Answer>) {
  const [isAsked, setIsAsked] = useState(false);
  const close = (): void => {
    setIsAsked(false);
    change.reset();
  };
  // Its promise: what `mutate` is told to call, it does not once the button has gone, which may well come of the change.
  const confirm = (): void => {
    change.mutateAsync(asked).then(
      (answer) => {
        close();
        onDone(answer);
      },
      () => undefined, // the question shows it
    );
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
        onConfirm={confirm}
      />
    </>
  );
}
