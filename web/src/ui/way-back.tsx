import { Link, type LinkProps } from '@tanstack/react-router';
import { Icon } from './icon.tsx';

interface WayBackProps {
  readonly to: NonNullable<LinkProps['to']>;
  /** What is there: "Event types". */
  readonly label: string;
}

/** From one thing to the list of all. */
export function WayBack({ to, label }: WayBackProps) {
  return (
    <Link to={to} className="way-back">
      <Icon name="chevron" />
      {label}
    </Link>
  );
}
