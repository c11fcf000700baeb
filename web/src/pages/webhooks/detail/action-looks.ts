import type { WebhookAction, WebhookState } from '../../../api/webhooks.ts';
import type { IconName } from '../../../ui/icon.tsx';

interface ActionLook {
  readonly label: string;
  readonly icon: IconName;
  /** What is told when it is done. */
  readonly done: string;
}

export const ACTION_LOOKS: Readonly<Record<WebhookAction, ActionLook>> = {
  pause: { label: 'Pause', icon: 'pause', done: 'Paused: its deliveries wait until it is resumed.' },
  resume: { label: 'Resume', icon: 'play', done: 'Resumed: what waited is on its way.' },
  enable: { label: 'Enable', icon: 'play', done: 'Enabled: it is sent to again.' },
  disable: { label: 'Disable', icon: 'stop', done: 'Disabled: nothing is sent to it.' },
};

const BY_STATE: Readonly<Record<WebhookState, readonly WebhookAction[]>> = {
  active: ['pause'],
  // To enable it closes its breaker, so that it need not wait for the next probe.
  failing: ['enable', 'pause'],
  paused: ['resume'],
  disabled: ['enable'],
};

/** What is offered as a button; to disable stands in the menu, since it gives up what waits. */
export function actionsOf(state: WebhookState): readonly WebhookAction[] {
  return BY_STATE[state];
}
