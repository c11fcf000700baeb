import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { STATUS_LOOKS, type Status } from './status-looks.ts';
import type { Tone } from './tones.ts';

interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

export function Badge({ tone = 'plain', icon, children }: BadgeProps) {
  return (
    <span className={classNames('badge', `tone-${tone}`)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}

/** The state of a delivery, an attempt, a webhook or a replay, in a colour, a picture and a word: never in colour alone. */
export function StatusBadge({ status }: { readonly status: Status }) {
  const { label, icon, tone } = STATUS_LOOKS[status];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
