import * as Radix from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './button.tsx';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** A sentence below the title. */
  readonly description?: ReactNode;
  /** `drawer` comes from the side, and fills a phone. Default: `small`. */
  readonly size?: 'small' | 'wide' | 'drawer';
  /** Buttons below, the one that does it last. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Stands in front of the page and keeps the focus until it is closed. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  size = 'small',
  actions,
  children,
}: DialogProps) {
  const onOpenChange = (isNowOpen: boolean): void => {
    if (!isNowOpen) onClose();
  };
  const described = description === undefined ? { 'aria-describedby': undefined } : {};
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content className={classNames('dialog', `dialog-${size}`)} {...described}>
          <header className="dialog-header">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon="close" label="Close" />
            </Radix.Close>
          </header>
          {description !== undefined && (
            <Radix.Description className="dialog-description">{description}</Radix.Description>
          )}
          {children !== undefined && <div className="dialog-body">{children}</div>}
          {actions !== undefined && <footer className="dialog-actions">{actions}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
