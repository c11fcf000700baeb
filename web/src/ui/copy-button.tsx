import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';

const TOLD_MS = 2_000;

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "Copy as curl". */
  readonly label: string;
  /** Whether the label is seen, not only heard. */
  readonly isLabelled?: boolean;
}

export function CopyButton({ text, label, isLabelled = false }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => {
      setIsCopied(false);
    }, TOLD_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isCopied]);
  const copy = (): void => {
    void copyText(text).then(setIsCopied);
  };
  const icon = isCopied ? 'check' : 'copy';
  const told = isCopied ? 'Copied' : label;
  if (!isLabelled) return <IconButton icon={icon} label={told} onClick={copy} />;
  return (
    <Button icon={icon} onClick={copy}>
      {told}
    </Button>
  );
}

/** Over plain http from another machine a browser has no clipboard for pages: then a selection is copied, as by hand. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else does it there
    const isCopied = document.execCommand('copy');
    area.remove();
    return isCopied;
  }
}
