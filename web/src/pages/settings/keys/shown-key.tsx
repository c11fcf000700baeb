import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

export interface KeyToShow {
  readonly name: string;
  readonly key: string;
}

interface ShownKeyProps {
  readonly shown: KeyToShow;
  readonly onClose: () => void;
}

/** The only time that it is seen. */
export function ShownKey({ shown: { name, key }, onClose }: ShownKeyProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`The key of ${name}`}
      description="Take it now: it is not shown again, and nothing here can find it out."
      actions={
        <>
          <CopyButton text={key} label="Copy the key" isLabelled />
          <Button variant="primary" onClick={onClose}>
            I have it
          </Button>
        </>
      }
    >
      <CodeBlock text={key} label="Key" isCopied={false} />
    </Dialog>
  );
}
