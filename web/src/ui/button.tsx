import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `primary` is what the page is for, one a page; `danger` cannot be taken back. Default: `plain`. */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  /** Says that it is at work, and takes no other click meanwhile. */
  readonly isBusy?: boolean;
}

export function Button({
  variant = 'plain',
  icon,
  isBusy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames('button', `button-${variant}`, className)}
      disabled={rest.disabled === true || isBusy}
      aria-busy={isBusy || undefined}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: IconName;
  /** What it does, for those who do not see the picture; also its title. */
  readonly label: string;
}

export function IconButton({ icon, label, variant = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      variant={variant}
      icon={icon}
      className={classNames('button-icon', className)}
      aria-label={label}
      title={label}
    />
  );
}
