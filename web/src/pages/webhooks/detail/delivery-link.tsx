import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** The page of deliveries, narrowed to one webhook. */
export function deliveriesOf(webhookId: string): string {
  return `/deliveries?webhook_id=${encodeURIComponent(webhookId)}`;
}

interface DeliveryLinkProps {
  /** Within the console. */
  readonly to: string;
  readonly children: ReactNode;
}

export function DeliveryLink({ to, children }: DeliveryLinkProps) {
  return <Link to={to}>{children}</Link>;
}
