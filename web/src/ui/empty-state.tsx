import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface EmptyStateProps {
  readonly title: string;
  readonly icon?: IconName;
  /** Why nothing is here, and what to do next. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ title, icon = 'inbox', children, action }: EmptyStateProps) {
  return (
    <div className="state">
      <Icon name={icon} className="state-icon" />
      <h2 className="state-title">{title}</h2>
      {children !== undefined && <p className="state-text">{children}</p>}
      {action}
    </div>
  );
}
